import type { ClientBase, Pool } from "pg";
import { z } from "zod";
import type { Clock } from "@/server/clock";
import { ACTIONS } from "@/server/complaints/compensation";
import { endStep, hasEnded, type Step, stepFor } from "@/server/complaints/compensation-steps";
import { identifier } from "@/server/complaints/event-fields";
import type { OwnStore } from "@/server/event-store/append-own";
import { ServiceFailure } from "@/server/inbox/failure";
import { eventOf, readPublished } from "@/server/inbox/published-event";
import type { Service } from "@/server/inbox/service";
import { idFrom } from "@/server/notifications/notification";

const SERVICE = "audit-service";

/** What its action is given: the entries of the audit trail that are to be marked. */
const parameters = z.object({ eventIds: z.array(identifier).min(1).max(1_000) });

/**
 * The audit service. What happens is in the store before it is published, so its trail needs no copy: the service
 * checks that each event that goes round is one of those. In a compensation it appends the marker that entries of the
 * trail are compensated; nothing that is stored ever changes.
 */
export function auditService({ pool, store, clock }: { pool: Pool; store: OwnStore; clock: Clock }): Service {
  return {
    name: SERVICE,
    handle: async (message) => {
      const event = await readPublished(pool, message);
      const step = stepFor(event, SERVICE);
      return async (client) => {
        if (!step || (await hasEnded(client, step))) return;
        const entries = await entriesOf(client, step, message.vhost);
        const auditId = idFrom(step.compensationId, String(step.action.order));
        await endStep(client, store, step, event, {
          vhost: message.vhost,
          at: clock(),
          aggregateId: auditId,
          eventType: "AUDIT_COMPENSATION",
          done: true,
          data: (at) => ({ auditId, entries, compensatedAt: at }),
        });
      };
    },
    giveUp: async (message, failure) => async (client) => {
      const event = eventOf(message);
      const step = event && stepFor(event, SERVICE);
      if (!event || !step || failure.errorClass === "poison" || (await hasEnded(client, step))) return;
      const auditId = idFrom(step.compensationId, String(step.action.order));
      await endStep(client, store, step, event, {
        vhost: message.vhost,
        at: clock(),
        aggregateId: auditId,
        eventType: "AUDIT_COMPENSATION_FAILED",
        done: false,
        data: (at) => ({ auditId, reason: failure.message, failedAt: at }),
      });
    },
  };
}

/**
 * The entries that an action marks: each must stand in the trail.
 * @throws ServiceFailure business
 */
async function entriesOf(client: ClientBase, { action }: Step, vhost: string): Promise<string[]> {
  if (action.action !== ACTIONS.markEntries)
    throw new ServiceFailure("business", `This service knows no action ${action.action}.`);
  const parsed = parameters.safeParse(action.parameters);
  if (!parsed.success)
    throw new ServiceFailure("business", "The action does not say which entries are meant.");
  const { eventIds } = parsed.data;
  const { rows } = await client.query<{ event_id: string }>(
    "SELECT event_id FROM messages WHERE event_id = ANY ($1) AND arrival = 'appended' AND vhost = $2",
    [eventIds, vhost],
  );
  const known = new Set(rows.map((row) => row.event_id));
  const missing = eventIds.find((eventId) => !known.has(eventId));
  if (missing) throw new ServiceFailure("business", `The audit trail has no entry ${missing}.`);
  return eventIds;
}
