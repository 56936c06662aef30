import type { Pool } from "pg";
import { z } from "zod";
import type { Clock } from "@/server/clock";
import type { CheckedEvent } from "@/server/complaints/check-event";
import type { OwnStore } from "@/server/event-store/append-own";
import { ServiceFailure } from "@/server/inbox/failure";
import type { InboxMessage } from "@/server/inbox/inbox-messages";
import { eventOf, readPublished } from "@/server/inbox/published-event";
import type { Effects, Handling, Service } from "@/server/inbox/service";
import { NotificationCompensation } from "./compensate-notifications";
import type { MailDesk } from "./mail-desk";
import { notificationById, notificationsOf } from "./notification-store";
import { templatesFor } from "./templates";

/** A message that a person puts into the inbox: hand this mail over again. It is no event and is published nowhere. */
export const SEND_AGAIN = "SEND_AGAIN";
export const sendAgain = z.object({ eventData: z.object({ notificationId: z.uuid() }) });

/**
 * The notification service: mails about what happens to complaints, and its actions in compensations. A compensation's
 * action comes before the mails of the same event, because they tell of it.
 */
export function notificationService(options: {
  pool: Pool;
  store: OwnStore;
  clock: Clock;
  desk: MailDesk;
}): Service {
  const { pool, desk } = options;
  const compensation = new NotificationCompensation(options);

  async function handle(message: InboxMessage, handling: Handling): Promise<Effects> {
    if (message.eventType === SEND_AGAIN) {
      await desk.sendOne(idOf(message), handling);
      return nothing;
    }
    const event = await readPublished(pool, message);
    await compensation.act(event, message.vhost, handling);
    const templates = templatesFor(event);
    if (templates.length === 0) return nothing;
    const outdated = await handling.step(async (client) => {
      const ids = await desk.plan(client, event, message.vhost, templates);
      if (!message.redriven) return [];
      // Once for each redrive: what fails in it has failed.
      if (message.attempts === 0) await desk.planFailedAgain(client, event.eventId, ids);
      return desk.outdated(client, event.eventId, ids);
    });
    await desk.sendAll(event.eventId, handling, outdated);
    return nothing;
  }

  return {
    name: "notification-service",
    handle,
    giveUp: async (message, failure) => async (client) => {
      if (message.eventType === SEND_AGAIN) {
        const mail = await notificationById(client, idOf(message));
        return desk.giveUp(client, mail ? [mail] : [], failure);
      }
      const event: CheckedEvent | null = eventOf(message);
      if (!event || failure.errorClass === "poison") return;
      await desk.giveUp(client, await notificationsOf(client, event.eventId), failure);
      await compensation.giveUp(client, event, message.vhost, failure);
    },
  };
}

function idOf(message: InboxMessage): string {
  const parsed = sendAgain.safeParse(message.event);
  if (!parsed.success) throw new ServiceFailure("poison", "It does not say which mail is to be sent again.");
  return parsed.data.eventData.notificationId;
}

const nothing: Effects = async () => {};
