import { randomUUID } from "node:crypto";
import { planCompensation } from "./compensation";
import type { ComplaintCommand, RequireCompensation } from "./complaint-commands";
import type { LoadedComplaint } from "./load-complaint";

/** A command as it is given: what a person asks for has no ids yet, and no plan of a compensation. */
export type GivenCommand =
  | Exclude<ComplaintCommand, { type: "comment" | "requireCompensation" }>
  | { type: "comment"; text: string }
  | RequireCompensation
  | { type: "requireCompensation"; reason: string };

/** The command with everything that its decision needs. */
export function completeCommand(
  given: GivenCommand,
  loaded: LoadedComplaint,
  complaintId: string,
): ComplaintCommand {
  if (given.type === "comment") return { ...given, commentId: randomUUID() };
  if (given.type !== "requireCompensation" || "actions" in given) return given;
  const { reason } = given;
  return {
    type: "requireCompensation",
    compensationId: randomUUID(),
    reason,
    causedBy: null,
    actions: planCompensation({ kind: "by-hand", complaintId, reason, eventIds: uncompensated(loaded) }),
  };
}

/** What happened to the complaint since the last compensation ended well, or since it was filed. */
function uncompensated({ events }: LoadedComplaint): string[] {
  const last = events.findLastIndex((event) => event.eventType === "COMPLAINT_COMPENSATED");
  return events.slice(last + 1).map((event) => event.eventId);
}
