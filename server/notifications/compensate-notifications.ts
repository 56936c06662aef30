import type { ClientBase } from "pg";
import { z } from "zod";
import type { Clock } from "@/server/clock";
import type { CheckedEvent } from "@/server/complaints/check-event";
import { ACTIONS } from "@/server/complaints/compensation";
import { endStep, hasEnded, type Step, stepFor } from "@/server/complaints/compensation-steps";
import type { OwnStore } from "@/server/event-store/append-own";
import { ServiceFailure } from "@/server/inbox/failure";
import type { Handling } from "@/server/inbox/service";
import type { MailDesk } from "./mail-desk";
import { idFrom } from "./notification";
import { notificationById } from "./notification-store";

const SERVICE = "notification-service";

/** The notification service's actions in a compensation: what was not sent is cancelled, what was sent is corrected. */
export class NotificationCompensation {
  readonly #store: OwnStore;
  readonly #clock: Clock;
  readonly #desk: MailDesk;

  constructor({ store, clock, desk }: { store: OwnStore; clock: Clock; desk: MailDesk }) {
    this.#store = store;
    this.#clock = clock;
    this.#desk = desk;
  }

  /**
   * Does the action whose turn an event makes it, if that is ours; once, however often it is called.
   * @throws ServiceFailure business for an action that cannot be done, transient for one to be tried again.
   */
  async act(event: CheckedEvent, vhost: string, handling: Handling): Promise<void> {
    const step = stepFor(event, SERVICE);
    if (!step || (await handling.step((client) => hasEnded(client, step)))) return;
    switch (step.action.action) {
      case ACTIONS.cancelNotification:
        return handling.step(async (client) => {
          const id = z.uuid().safeParse(step.action.parameters.notificationId).data;
          if (!id) throw new ServiceFailure("business", "The action does not say which mail is meant.");
          await cancel(client, step, "id = $2", id);
          if ((await notificationById(client, id))?.state !== "cancelled")
            throw new ServiceFailure("business", `The mail ${id} cannot be cancelled.`);
          await this.#done(client, step, event, vhost);
        });
      case ACTIONS.correctNotifications:
        return this.#correct(step, event, vhost, handling);
      default:
        throw new ServiceFailure("business", `This service knows no action ${step.action.action}.`);
    }
  }

  /** Tells that our action, if the event makes it our turn, failed for good. */
  async giveUp(
    client: ClientBase,
    event: CheckedEvent,
    vhost: string,
    failure: ServiceFailure,
  ): Promise<void> {
    const step = stepFor(event, SERVICE);
    if (!step || (await hasEnded(client, step))) return;
    const notificationId = idFrom(step.compensationId, String(step.action.order));
    await endStep(client, this.#store, step, event, {
      vhost,
      at: this.#clock(),
      aggregateId: notificationId,
      eventType: "NOTIFICATION_COMPENSATION_FAILED",
      done: false,
      data: (at) => ({ notificationId, reason: failure.message, failedAt: at }),
    });
  }

  /** Customers who were told something wrong are told so; what they were not told yet, they are not told at all. */
  async #correct(step: Step, event: CheckedEvent, vhost: string, handling: Handling): Promise<void> {
    await handling.step(async (client) => {
      await cancel(client, step, "complaint_id = $2 AND event_id <> $3", step.complaintId, event.eventId);
      const { rowCount } = await client.query(
        `UPDATE notifications SET compensation = $1 WHERE complaint_id = $2 AND audience = 'customer' AND event_id <> $3
           AND template <> 'customer.correction' AND state IN ('sent', 'in_doubt') AND compensation IS NULL`,
        [step.compensationId, step.complaintId, event.eventId],
      );
      if (rowCount !== 0 || (await corrected(client, step)).length > 0)
        await this.#desk.plan(client, event, vhost, ["customer.correction"], step.compensationId);
    });
    await this.#desk.sendAll(event.eventId, handling);
    await handling.step((client) => this.#done(client, step, event, vhost));
  }

  async #done(client: ClientBase, step: Step, event: CheckedEvent, vhost: string): Promise<void> {
    const notificationId = idFrom(step.compensationId, String(step.action.order));
    const cancelled = await idsOf(client, step, "state = 'cancelled'");
    const told = await corrected(client, step);
    await endStep(client, this.#store, step, event, {
      vhost,
      at: this.#clock(),
      aggregateId: notificationId,
      eventType: "NOTIFICATION_COMPENSATION",
      done: true,
      data: (at) => ({ notificationId, cancelled, corrected: told, compensatedAt: at }),
    });
  }
}

/** Cancels what is not sent and may still be; `where` says which, its first value is $2. */
async function cancel(
  client: ClientBase,
  step: Step,
  where: "id = $2" | "complaint_id = $2 AND event_id <> $3",
  ...values: string[]
): Promise<void> {
  await client.query(
    `UPDATE notifications SET state = 'cancelled', compensation = $1, settled_at = clock_timestamp()
     WHERE ${where} AND state IN ('planned', 'failed')`,
    [step.compensationId, ...values],
  );
}

/** The mails that a compensation corrects. */
const corrected = (client: ClientBase, step: Step) =>
  idsOf(client, step, "state IN ('sent', 'in_doubt') AND template <> 'customer.correction'");

async function idsOf(
  client: ClientBase,
  step: Step,
  which: "state = 'cancelled'" | "state IN ('sent', 'in_doubt') AND template <> 'customer.correction'",
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM notifications WHERE compensation = $1 AND ${which} ORDER BY planned_at, id`,
    [step.compensationId],
  );
  return rows.map(({ id }) => id);
}
