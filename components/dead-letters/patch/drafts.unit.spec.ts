import { describe, expect, it } from "vitest";
import { type Draft, draftProblem, newDraft, operationOf } from "./drafts";

const draft = (change: Partial<Draft>): Draft => ({ ...newDraft([]), ...change });

describe("an operation that is being written", () => {
  it.each<[Partial<Draft>, unknown]>([
    [
      { op: "set", at: "/a/0", value: "1.10" },
      { op: "set", path: "/a/0", json: "1.10" },
    ],
    [
      { op: "set", at: "", value: "{}" },
      { op: "set", path: "", json: "{}" },
    ],
    [
      { op: "remove", at: "/a~1b" },
      { op: "remove", path: "/a~1b" },
    ],
    [
      { op: "rename", at: "/a", to: "b" },
      { op: "rename", path: "/a", to: "b" },
    ],
    [
      { op: "set_header", at: "n", type: "int8", value: "7" },
      { op: "set_header", header: "n", value: { type: "int8", value: 7 } },
    ],
    [
      { op: "remove_header", at: "n" },
      { op: "remove_header", header: "n" },
    ],
    [
      { op: "rename_header", at: "n", to: "m" },
      { op: "rename_header", header: "n", to: "m" },
    ],
  ])("becomes one: %j", (change, operation) => {
    expect(draftProblem(draft(change))).toBeNull();
    expect(operationOf(draft(change))).toEqual(operation);
  });

  it.each<[Partial<Draft>, string]>([
    [{ op: "set", at: "a", value: "1" }, "path"],
    [{ op: "remove", at: "/a~" }, "path"],
    [{ op: "set", at: "/a", value: "EUR" }, "json"],
    [{ op: "set_header", at: "", value: "x" }, "name"],
    [{ op: "set_header", at: "n", type: "uint8", value: "300" }, "value"],
    [{ op: "rename_header", at: "n", to: "" }, "name"],
  ])("says what is wrong with it: %j", (change, problem) => {
    expect(draftProblem(draft(change))).toBe(problem);
  });

  it("is another one than those before it", () => {
    const first = newDraft([]);
    expect(newDraft([first]).key).not.toBe(first.key);
  });
});
