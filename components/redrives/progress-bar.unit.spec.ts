import { describe, expect, it } from "vitest";
import { progressOf } from "./progress-bar";

const none = { pending: 0, confirmed: 0, returned: 0, refused: 0, unknown: 0, in_doubt: 0, released: 0 };
const aftermaths = { left: 0, effect: 0, dead_again: 0 };

describe("how far a redrive has come", () => {
  it("counts as waiting what is still to be sent or asked for, and not what was freed unsent", () => {
    const outcomes = { ...none, pending: 2, unknown: 1, confirmed: 3, released: 5 };
    expect(progressOf({ outcomes, aftermaths })).toMatchObject({ settled: 3, waiting: 3, unclear: 1 });
    expect(progressOf({ outcomes: { ...none, released: 4 }, aftermaths })).toMatchObject({ waiting: 0 });
  });
});
