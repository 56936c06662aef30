import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Doubt } from "./custody-doubt";

describe("messages in doubt", () => {
  it("are settled by what comes again, each once", () => {
    const doubt = new Doubt(["a", "b", "a"], 7);
    expect(doubt.settles("a", true)).toBe(true);
    expect(doubt.settles("c", true)).toBe(false);
    expect(doubt.settles("a", true)).toBe(true);
    expect(doubt.settles("a", true)).toBe(false);
    expect(doubt.size).toBe(1);
  });

  it("are not settled by what never was delivered before, however equal it is", () => {
    const doubt = new Doubt(["a"], 7);
    expect(doubt.settles("a", false)).toBe(false);
    expect(doubt.settles("a", true)).toBe(true);
  });

  it("leave every message in exactly one place, wherever the worker died in its batch", () => {
    const messages = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });
    fc.assert(
      fc.property(messages, fc.nat(30), fc.boolean(), fc.nat(5), (batch, stored, ackTaken, later) => {
        // Of a batch some parts are committed; then the ack of the whole is taken, or the worker dies before.
        const kept = ackTaken ? batch : batch.slice(0, stored);
        const doubt = new Doubt(kept, 1);
        const again = ackTaken ? [] : batch.map((digest) => ({ digest, redelivered: true }));
        const fresh = Array.from({ length: later }, () => ({ digest: "a", redelivered: false }));
        const taken = [...again, ...fresh].filter(
          ({ digest, redelivered }) => !doubt.settles(digest, redelivered),
        );
        const all = [...kept, ...taken.map(({ digest }) => digest)].sort();
        expect(all).toEqual([...batch, ...fresh.map(({ digest }) => digest)].sort());
      }),
    );
  });
});
