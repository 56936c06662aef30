import { mermaidText } from "@/server/diagrams/mermaid-text";
import { allowedCommands } from "./complaint-commands";
import { type ComplaintStatus, STATUSES } from "./words";

/** Where each command leads from where it is allowed; commands that leave the status as it is are not drawn. */
const LEADS: readonly [
  from: ComplaintStatus,
  to: ComplaintStatus,
  command: "assign" | "process" | "close" | "reopen",
][] = [
  ["OPEN", "ASSIGNED", "assign"],
  ["ASSIGNED", "IN_PROGRESS", "process"],
  ["ASSIGNED", "RESOLVED", "process"],
  ["IN_PROGRESS", "RESOLVED", "process"],
  ["RESOLVED", "CLOSED", "close"],
  ["RESOLVED", "ASSIGNED", "reopen"],
  ["CLOSED", "ASSIGNED", "reopen"],
  ["RESOLVED", "OPEN", "reopen"],
  ["CLOSED", "OPEN", "reopen"],
];

/** Words of the diagram in the reader's language. */
export interface StateWords {
  status: Record<ComplaintStatus, string>;
  start: string;
  resolve: string;
  assign: string;
  close: string;
  reopen: string;
}

/**
 * The states of a complaint as a Mermaid state diagram, with the one that it is in marked. Whether a reopened complaint
 * becomes open or assigned depends on its having an assignee: only the way that it would take is drawn.
 */
export function complaintStates(now: ComplaintStatus, hasAssignee: boolean, words: StateWords): string {
  const reopened: ComplaintStatus = hasAssignee ? "ASSIGNED" : "OPEN";
  const ways = LEADS.filter(
    ([from, to, command]) =>
      (allowedCommands(from) as readonly string[]).includes(command) &&
      (command !== "reopen" || to === reopened),
  );
  const label = (to: ComplaintStatus, command: (typeof LEADS)[number][2]) =>
    command === "process" ? words[to === "RESOLVED" ? "resolve" : "start"] : words[command];
  // Marked by a sign as well as by its edge: a diagram may be printed, or seen without colours.
  const nameOf = (status: ComplaintStatus) =>
    `${status === now ? "● " : ""}${mermaidText(words.status[status])}`;
  return [
    "stateDiagram-v2",
    "  direction LR",
    ...STATUSES.map((status) => `  state "${nameOf(status)}" as ${status}`),
    "  [*] --> OPEN",
    ...ways.map(([from, to, command]) => `  ${from} --> ${to} : ${mermaidText(label(to, command))}`),
    "  CLOSED --> [*]",
    "  classDef now stroke-width:3px",
    `  class ${now} now`,
    "",
  ].join("\n");
}
