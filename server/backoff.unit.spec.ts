import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { pause } from "./backoff";

const LONG_MS = 60_000;

describe("a pause", () => {
  it("ends when it is woken, and leaves nothing on the signal", async () => {
    const { signal } = new AbortController();
    await pause(LONG_MS, signal, Promise.resolve());
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("ends when the signal says so, also if it said so before", async () => {
    const stopping = new AbortController();
    const paused = pause(LONG_MS, stopping.signal, new Promise(() => {}));
    stopping.abort();
    await paused;
    await pause(LONG_MS, stopping.signal);
  });
});
