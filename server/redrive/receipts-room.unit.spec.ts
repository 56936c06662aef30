import { describe, expect, it } from "vitest";
import { ReceiptsRoom } from "./receipts-room";

const message = (bytes: number) => ({ body: Buffer.alloc(bytes - 100), properties: Buffer.alloc(100) });

describe("room for receipts in the audit queue", () => {
  it("is a quarter of its messages and of its bytes, and never more than 20,000 messages", () => {
    expect(new ReceiptsRoom({ maxMessages: 1_000_000, maxBytes: 1024 ** 3 }).most).toBe(20_000);
    expect(new ReceiptsRoom({ maxMessages: 1_000, maxBytes: 1024 ** 3 }).most).toBe(250);
    const large = new ReceiptsRoom({ maxMessages: 1_000_000, maxBytes: 4_000_000 });
    large.sent([message(1_000), message(3_000)]);
    expect(large.most).toBe(500);
  });

  it("is asked for again after a second, and at once while there is none", async () => {
    let now = 0;
    let waiting: number | null = 251;
    let asked = 0;
    const room = new ReceiptsRoom({ maxMessages: 1_000, maxBytes: 1024 ** 3 }, () => now);
    const tooMany = () =>
      room.tooMany(async () => {
        asked++;
        return waiting;
      });
    expect(await tooMany()).toBe(251);
    waiting = 250;
    expect(await tooMany()).toBeNull();
    waiting = 1_000;
    expect(await tooMany()).toBeNull();
    expect(asked).toBe(2);
    now = 1_000;
    expect(await tooMany()).toBe(1_000);
  });

  it("holds nothing back where nobody tells how many wait", async () => {
    const room = new ReceiptsRoom({ maxMessages: 4, maxBytes: 1 });
    expect(await room.tooMany(async () => null)).toBeNull();
  });
});
