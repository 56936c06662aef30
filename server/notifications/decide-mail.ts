import { randomUUID } from "node:crypto";
import type { ClientBase } from "pg";
import type { ComplaintServices } from "@/server/complaints/complaint-services";
import { SillageError } from "@/server/errors";
import { instruct } from "@/server/inbox/instruct";
import { act } from "@/server/operator-actions/act";
import type { By } from "@/server/operator-actions/action";
import { messageIdOf } from "./compose-mail";
import type { Decision } from "./mail-schemas";
import type { Notification, NotificationNews } from "./notification";
import { SEND_AGAIN } from "./notification-service";
import { notificationById, planAgain, settle } from "./notification-store";

/** States in which a person decides. A mail that failed may be sent again; one in doubt also be taken for what it is. */
const OPEN: Record<Decision, readonly Notification["state"][]> = {
  arrived: ["in_doubt"],
  "send-again": ["in_doubt", "failed"],
  "give-up": ["in_doubt"],
};

/**
 * A person decides about a mail of which nobody knows whether it arrived, or that failed. What is decided is an event,
 * or an instruction to the notification service, with the record of it in one transaction.
 * @param from the sender of mails, which their Message-IDs end in
 * @throws SillageError NOT_FOUND; CONFLICT when it is not such a mail, or not any more
 */
export async function decideMail(
  services: ComplaintServices,
  from: string,
  { id, decision, by }: { id: string; decision: Decision; by: By },
): Promise<void> {
  const store = await services.store();
  const at = services.clock();
  const settleAs = (client: ClientBase, mail: Notification, news: NotificationNews) =>
    settle(client, store, mail, news, { at, actor: by.actor.id ?? by.actor.name });

  await act(services.pool, { by, action: "mail.decided", target: { type: "mail", id } }, async (client) => {
    const mail = await notificationById(client, id);
    if (mail?.vhost !== services.vhost) throw new SillageError("NOT_FOUND", "There is no such mail.");
    if (!OPEN[decision].includes(mail.state)) {
      throw new SillageError(
        "CONFLICT",
        `This mail is ${mail.state.replace("_", " ")}: nothing is left to decide.`,
      );
    }
    switch (decision) {
      case "arrived":
        await settleAs(client, mail, { eventType: "NOTIFICATION_SENT", messageId: messageIdOf(id, from) });
        break;
      case "give-up":
        await settleAs(client, mail, {
          eventType: "NOTIFICATION_FAILED",
          reason: by.reason || "A person decided that it did not arrive and will not be sent again.",
          errorClass: "business",
        });
        break;
      case "send-again":
        if (mail.recipient === null)
          throw new SillageError("CONFLICT", "This mail has no address to be sent to.");
        await planAgain(client, id, "A person wants it sent again.");
        await instruct(client, {
          service: "notification-service",
          vhost: mail.vhost,
          mailbox: mail.complaintId,
          correlationId: mail.correlationId,
          event: {
            eventId: randomUUID(),
            eventType: SEND_AGAIN,
            eventData: { notificationId: id, complaintId: mail.complaintId },
          },
        });
    }
    return { value: undefined, before: { state: mail.state }, after: { decision } };
  });
}
