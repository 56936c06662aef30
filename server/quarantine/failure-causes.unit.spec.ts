import { describe, expect, it } from "vitest";
import { causeOf } from "./failure-causes";

describe("the cause of a refusal", () => {
  it.each([
    ["22021", "text"],
    ["22003", "number"],
    ["22008", "time"],
    ["54000", "too_large"],
    ["23505", "not_unique"],
    ["23514", "rule"],
    ["23502", "rule"],
    ["22012", "data"],
    ["RangeError", "own_error"],
    ["__proto__", "own_error"],
  ])("%s is %s", (code, cause) => expect(causeOf(code)).toBe(cause));
});
