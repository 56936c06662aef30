import { expect, it } from "vitest";
import { BusyIngest } from "./busy-ingest";

it("is busy for a second after a large batch, and not by a trickle", () => {
  let now = 0;
  const ingest = new BusyIngest(() => now);
  ingest.stored(10);
  expect(ingest.busy).toBe(false);
  ingest.stored(500);
  now = 999;
  expect(ingest.busy).toBe(true);
  now = 1_000;
  expect(ingest.busy).toBe(false);
});
