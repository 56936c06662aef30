import { describe, expect, it } from "vitest";
import { isWeakPassword } from "./weak-password";

describe("a password that guessers try first", () => {
  it.each([
    "aaaaaaaaaaaa",
    "abababababab",
    "123456789012",
    "987654321098",
    "password1234",
    "Password1234!",
    "administrator1",
    "qwertyuiop12",
    "Sillage-Admin-2",
    "MotDePasse1234",
    "abcdefghijklm",
    "letmein letmein",
  ])("%s is weak", (password) => {
    expect(isWeakPassword(password)).toBe(true);
  });
});

describe("any other password", () => {
  it.each(["correct horse battery", "kvT8#pLz!q2w", "un vieux phare breton", "9f8a1c77-4e02"])(
    "%s is not",
    (password) => {
      expect(isWeakPassword(password)).toBe(false);
    },
  );
});
