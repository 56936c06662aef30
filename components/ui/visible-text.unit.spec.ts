import { describe, expect, it } from "vitest";
import { makeVisible } from "./visible-text";

describe("text from a broker", () => {
  it("shows what cannot be seen", () => {
    expect(makeVisible("a\u202Egnp.exe")).toBe("a⟨U+202E⟩gnp.exe");
    expect(makeVisible("\u0000\u001b[31m")).toBe("⟨U+0000⟩⟨U+001B⟩[31m");
    expect(makeVisible("\ud800x\udfff🐘")).toBe("⟨U+D800⟩x⟨U+DFFF⟩🐘");
    expect(makeVisible("zero\u200bwidth")).toBe("zero⟨U+200B⟩width");
  });

  it("keeps letters of any language, line breaks and tabs", () => {
    for (const text of ["réclamation", "Ελένη 🐘", "line\n\tbreak"]) expect(makeVisible(text)).toBe(text);
  });
});
