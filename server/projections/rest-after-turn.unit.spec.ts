import { describe, expect, it } from "vitest";
import { restAfterTurn } from "./rest-after-turn";

const turn = { ms: 30, more: false, busy: false, paceMs: 500 };

describe("the rest after a turn of a projection", () => {
  it("lets gather what comes once the end of the log was reached, from beginning to beginning", () => {
    expect(restAfterTurn(turn)).toBe(470);
    expect(restAfterTurn({ ...turn, ms: 800 })).toBe(0);
  });

  it("is none while there is more and the thread has time", () => {
    expect(restAfterTurn({ ...turn, more: true })).toBe(0);
  });

  it("is three times the turn while the thread is busy, at most two seconds, and never less than the pace", () => {
    expect(restAfterTurn({ ...turn, more: true, busy: true })).toBe(90);
    expect(restAfterTurn({ ...turn, busy: true })).toBe(470);
    expect(restAfterTurn({ ...turn, ms: 5_000, more: true, busy: true })).toBe(2_000);
  });
});
