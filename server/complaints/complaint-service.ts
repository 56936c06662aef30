import type { Pool } from "pg";
import { ServiceFailure } from "@/server/inbox/failure";
import { readPublished } from "@/server/inbox/published-event";
import type { Effects, Service } from "@/server/inbox/service";
import { idFrom } from "@/server/notifications/notification";
import { needsCompensation } from "@/server/notifications/templates";
import type { CheckedEvent } from "./check-event";
import { handleWithin } from "./commands";
import { planCompensation } from "./compensation";
import { outcomesOf } from "./compensation-steps";
import { ComplaintError } from "./complaint-error";
import type { EventData } from "./complaint-events";
import type { ComplaintServices } from "./complaint-services";
import type { GivenCommand } from "./complete-command";

const SERVICE = "complaint-service";

/**
 * How the complaint service reacts to what the others say: a mail that could not be sent is compensated, and outcomes of
 * a compensation are recorded on the complaint.
 */
export function complaintService(pool: Pool, services: ComplaintServices): Service {
  /** A command that follows from an event; commits with the end of its message. */
  const react =
    (event: CheckedEvent, command: GivenCommand): Effects =>
    async (client) => {
      const { complaintId } = event.eventData;
      const by = { service: SERVICE };
      const { correlationId } = event.metadata;
      const request = { command, complaintId, by, correlationId, causationId: event.eventId };
      await handleWithin(client, services, request).catch((error) => {
        throw businessOrWaiting(error);
      });
    };

  return {
    name: SERVICE,
    handle: async (message) => {
      const event = await readPublished(pool, message);
      switch (event.eventType) {
        case "NOTIFICATION_FAILED":
          if (!needsCompensation(event.eventData.template)) return nothing;
          return react(event, compensationOf(event, event.eventData));
        case "NOTIFICATION_COMPENSATION":
        case "AUDIT_COMPENSATION":
          return async (client) => {
            const { compensationId } = event.eventData;
            const outcomes = await outcomesOf(client, compensationId);
            await react(event, { type: "recordCompensated", compensationId, outcomes })(client);
          };
        case "NOTIFICATION_COMPENSATION_FAILED":
        case "AUDIT_COMPENSATION_FAILED": {
          const { compensationId, order, actions, reason } = event.eventData;
          const { service, action } = actions.find((it) => it.order === order)!;
          const type = "recordCompensationFailed";
          return react(event, { type, compensationId, order, service, action, reason });
        }
        default:
          return nothing;
      }
    },
    giveUp: async () => nothing,
  };
}

/** What compensates a mail that could not be sent. The same failure asks for the same compensation. */
function compensationOf(
  event: CheckedEvent,
  { complaintId, notificationId, reason }: EventData<"NOTIFICATION_FAILED">,
): GivenCommand {
  const failure = { eventId: event.eventId, eventType: event.eventType };
  return {
    type: "requireCompensation",
    compensationId: idFrom("compensation", event.eventId),
    reason,
    causedBy: failure,
    actions: planCompensation({
      kind: "notification-failed",
      complaintId,
      notificationId,
      failure,
      eventId: event.metadata.causationId ?? null,
    }),
  };
}

/** One compensation at a time: the next one waits, because each is sure to end, well or not. */
function businessOrWaiting(error: unknown): unknown {
  if (!(error instanceof ComplaintError)) return error;
  const waits = error.rule === "compensation-under-way";
  return new ServiceFailure(waits ? "transient" : "business", error.message, { cause: error, waits });
}

const nothing: Effects = async () => {};
