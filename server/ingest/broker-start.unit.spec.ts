import { describe, expect, it } from "vitest";
import type { Management } from "@/server/broker/management";
import { brokerStart } from "./broker-start";

const now = new Date("2026-01-01T12:00:00Z");
const started = (...answers: unknown[][]) => {
  const nodes = async () => answers[Math.min(asked++, answers.length - 1)];
  let asked = 0;
  return brokerStart({ nodes } as unknown as Management, () => now);
};
const node = (uptime: unknown) => ({ name: "rabbit", running: true, uptime });

describe("the start of a broker", () => {
  it("is that of its youngest node", async () => {
    expect(await started([node(60_000), node(5_000)])).toEqual(new Date("2026-01-01T11:59:55Z"));
  });

  it("is asked for again while a node that just booted has no figures", async () => {
    expect(await started([], [node(undefined)], [node(null)], [node(1_000)])).toEqual(
      new Date("2026-01-01T11:59:59Z"),
    );
  });

  it("is not known when nobody tells", async () => {
    expect(await started([node(undefined)])).toBeNull();
  });
});
