import { describe, expect, it } from "vitest";
import { SECOND_KEY_MS, typedShortcut } from "./typed-shortcut";

const all = ["t", "l", "g e", "g l", "?"];

describe("a key", () => {
  it("is a shortcut by itself", () => {
    expect(typedShortcut(all, "t", null, 0)).toEqual({ match: "t", waiting: null });
    expect(typedShortcut(all, "x", null, 0)).toEqual({ match: null, waiting: null });
  });

  it("is the first of two, and the second completes it in time", () => {
    const { match, waiting } = typedShortcut(all, "g", null, 100);
    expect(match).toBeNull();
    expect(typedShortcut(all, "l", waiting, 100 + SECOND_KEY_MS)).toEqual({ match: "g l", waiting: null });
  });

  it("that comes too late stands for itself", () => {
    const waiting = { key: "g", at: 100 };
    expect(typedShortcut(all, "l", waiting, 101 + SECOND_KEY_MS).match).toBe("l");
  });

  it("that completes nothing does nothing", () => {
    expect(typedShortcut(all, "t", { key: "g", at: 0 }, 10)).toEqual({ match: null, waiting: null });
  });
});
