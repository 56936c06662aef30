import { describe, expect, it } from "vitest";
import { allowedCommands } from "./complaint-commands";
import { complaintStates } from "./complaint-states";
import { STATUSES } from "./words";

const WORDS = {
  status: {
    OPEN: "Open",
    ASSIGNED: "Assigned",
    IN_PROGRESS: "In progress",
    RESOLVED: "Resolved",
    CLOSED: "Closed",
  },
  assign: "Assign",
  start: "Start",
  resolve: "Resolve",
  close: "Close",
  reopen: 'Re"open; %%{init}%%',
};

describe("the states of a complaint as a diagram", () => {
  it.each(STATUSES)("mark %s, and none else", (status) => {
    const text = complaintStates(status, true, WORDS);
    expect(text).toContain(`class ${status} now`);
    expect(text.match(/●/g)).toHaveLength(1);
  });

  it("draw a way out of every status for each command that is allowed there and leads elsewhere", () => {
    const text = complaintStates("OPEN", false, WORDS);
    for (const status of STATUSES) {
      const leading = allowedCommands(status).filter((it) =>
        ["assign", "process", "close", "reopen"].includes(it),
      );
      expect(text.match(new RegExp(`^  ${status} -->`, "gm"))?.length ?? 0).toBeGreaterThanOrEqual(
        leading.length,
      );
    }
  });

  it("lead back to open or to assigned, whether somebody has it", () => {
    expect(complaintStates("CLOSED", true, WORDS)).toMatch(/CLOSED --> ASSIGNED/);
    expect(complaintStates("CLOSED", true, WORDS)).not.toMatch(/CLOSED --> OPEN/);
    expect(complaintStates("CLOSED", false, WORDS)).toMatch(/CLOSED --> OPEN/);
  });

  it("take words for words and nothing else", () => {
    expect(complaintStates("CLOSED", true, WORDS)).not.toContain("%%{");
  });
});
