import type { Cause, CompensationAction, ComplaintStatus, CustomerContact, Priority } from "./event-fields";

/** What may be asked of a complaint. Ids that a command makes are in it, so that the decider needs no random. */
export type ComplaintCommand =
  | {
      type: "create";
      userId: string;
      title: string;
      description: string;
      priority: Priority;
      category: string;
      customer?: CustomerContact | undefined;
    }
  | { type: "assign"; assignedTo: string }
  | { type: "reassign"; assignedTo: string }
  | { type: "process"; resolution?: string | undefined }
  | { type: "close" }
  | { type: "comment"; commentId: string; text: string }
  | { type: "reopen"; reason: string }
  | { type: "changePriority"; priority: Priority }
  | RequireCompensation
  | RecordCompensated
  | RecordCompensationFailed;

export interface RequireCompensation {
  type: "requireCompensation";
  compensationId: string;
  reason: string;
  /** The event that made it necessary; null where a person asks for it. */
  causedBy: Cause | null;
  actions: CompensationAction[];
}

/** One action is done, as the event of the service that did it says. */
export interface Outcome {
  order: number;
  service: string;
  action: string;
  eventId: string;
}

/** Outcomes so far of the actions of a compensation. Only with the last of them it is recorded. */
export interface RecordCompensated {
  type: "recordCompensated";
  compensationId: string;
  outcomes: Outcome[];
}

/** An action failed for good: a person is needed. */
export interface RecordCompensationFailed {
  type: "recordCompensationFailed";
  compensationId: string;
  order: number;
  service: string;
  action: string;
  reason: string;
}

export type CommandType = ComplaintCommand["type"];
/** What a person may ask for; the others are reactions of our services. */
export type PersonsCommand = Exclude<CommandType, "recordCompensated" | "recordCompensationFailed">;

const ALLOWED: Record<ComplaintStatus, readonly PersonsCommand[]> = {
  OPEN: ["assign", "comment", "changePriority", "requireCompensation"],
  ASSIGNED: ["process", "reassign", "comment", "changePriority", "requireCompensation"],
  IN_PROGRESS: ["process", "reassign", "comment", "changePriority", "requireCompensation"],
  RESOLVED: ["close", "reopen", "comment", "changePriority", "requireCompensation"],
  CLOSED: ["reopen", "requireCompensation"],
};

/** What a person may ask of a complaint in this status; a compensation only while none is under way. */
export function allowedCommands(
  status: ComplaintStatus | null,
  compensationRunning = false,
): readonly PersonsCommand[] {
  if (status === null) return ["create"];
  return compensationRunning
    ? ALLOWED[status].filter((command) => command !== "requireCompensation")
    : ALLOWED[status];
}
