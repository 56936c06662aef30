import type { ClientBase, Pool } from "pg";
import type { Clock } from "@/server/clock";
import type { CheckedEvent } from "@/server/complaints/check-event";
import type { OwnStore } from "@/server/event-store/append-own";
import { ServiceFailure } from "@/server/inbox/failure";
import type { Handling } from "@/server/inbox/service";
import type { CircuitBreaker } from "./circuit-breaker";
import { composeMail, messageIdOf } from "./compose-mail";
import { administrators, customerContact, filedAs } from "./contacts";
import { idFrom, type Notification, type NotificationNews } from "./notification";
import {
  beginSending,
  mailOf,
  notificationById,
  notificationsOf,
  planAgain,
  planNotification,
  settle,
} from "./notification-store";
import type { Handover, Mail } from "./smtp-client";
import { audienceOf, detailOf, type Template, writeMail } from "./templates";

export interface MailDeskOptions {
  pool: Pool;
  store: OwnStore;
  clock: Clock;
  breaker: CircuitBreaker;
  handOver: (mail: Mail) => Promise<Handover>;
  /** Sender of all mails. */
  from: string;
  /** Header of mails that says what belongs together. */
  correlationHeader: string;
  /** Where a complaint is opened in a browser. */
  linkTo: (complaintId: string) => string;
}

/**
 * Writes mails and hands them over: each one is planned, then noted as being sent, then handed over, then settled, every
 * step committed before the next. Whatever is killed when, a mail is handed over once, or is in doubt.
 */
export class MailDesk {
  readonly #options: MailDeskOptions;

  constructor(options: MailDeskOptions) {
    this.#options = options;
  }

  /**
   * Plans the mails that tell of an event, unless they are planned already.
   * @returns their ids
   */
  async plan(
    client: ClientBase,
    event: CheckedEvent,
    vhost: string,
    templates: readonly Template[],
    compensation: string | null = null,
  ): Promise<string[]> {
    if (templates.length === 0) return [];
    const ids: string[] = [];
    const { from, clock, correlationHeader, linkTo } = this.#options;
    const { complaintId } = event.eventData;
    const complaint = await filedAs(client, vhost, complaintId);
    const customer = await customerContact(client, complaint);
    const { eventId, eventType, metadata } = event;
    const { correlationId } = metadata;
    for (const template of templates) {
      const audience = audienceOf(template);
      for (const contact of audience === "customer" ? [customer] : await administrators(client)) {
        const id = idFrom(eventId, template, contact.email ?? "");
        const text = writeMail(template, contact.language, {
          complaintId,
          title: complaint.title,
          priority: complaint.priority,
          category: complaint.category,
          customerName: customer.name,
          link: linkTo(complaintId),
          detail: detailOf(event),
        });
        const envelope = {
          from,
          messageId: messageIdOf(id, from),
          at: clock(),
          correlation: { header: correlationHeader, id: correlationId },
        };
        const { email: recipient, language } = contact;
        const mail = recipient && (await composeMail({ ...envelope, to: recipient, text, language }));
        const about = { id, vhost, complaintId, eventId, eventType, correlationId, template, audience };
        const to = { recipient, language, subject: text.subject };
        await planNotification(client, { ...about, ...to }, mail || null, compensation);
        ids.push(id);
      }
    }
    return ids;
  }

  /**
   * An event was redriven after it had been given up: those of its mails that failed are planned again.
   * @param ids mails that would be planned today
   */
  async planFailedAgain(client: ClientBase, eventId: string, ids: readonly string[]): Promise<void> {
    for (const { id, state, recipient } of await notificationsOf(client, eventId))
      if (state === "failed" && recipient !== null && ids.includes(id))
        await planAgain(client, id, "Its event was redriven.");
  }

  /** Mails of an event that failed and would not be planned today: their address is nobody's any more. */
  async outdated(client: ClientBase, eventId: string, ids: readonly string[]): Promise<string[]> {
    const mails = await notificationsOf(client, eventId);
    return mails.filter(({ id, state }) => state === "failed" && !ids.includes(id)).map(({ id }) => id);
  }

  /**
   * Hands over what is still to be sent of the mails of an event. One that fails keeps no other back.
   * @throws ServiceFailure transient when some are to be tried again, else business when some will never be sent.
   */
  async sendAll(eventId: string, handling: Handling, without: readonly string[] = []): Promise<void> {
    const mails = await handling.step(async (client) => {
      for (const mail of await notificationsOf(client, eventId)) await this.#leftBehind(client, mail);
      return notificationsOf(client, eventId);
    });
    await this.#sendEach(
      mails.filter(({ id }) => !without.includes(id)),
      handling,
    );
  }

  /** The same for one mail, whatever it tells of. */
  async sendOne(id: string, handling: Handling): Promise<void> {
    const mail = await handling.step(async (client) => {
      const found = await notificationById(client, id);
      if (found) await this.#leftBehind(client, found);
      return notificationById(client, id);
    });
    if (mail) await this.#sendEach([mail], handling);
  }

  /** Settles the mails of an event that were to be tried again, for there is no other attempt. */
  async giveUp(client: ClientBase, mails: readonly Notification[], failure: ServiceFailure): Promise<void> {
    const { store, clock } = this.#options;
    for (const mail of mails) {
      await this.#leftBehind(client, mail);
      if (mail.state !== "planned") continue;
      const { errorClass, message: reason } = failure;
      const news = { eventType: "NOTIFICATION_FAILED", reason, errorClass } as const;
      await settle(client, store, mail, news, { at: clock() });
    }
  }

  async #sendEach(mails: readonly Notification[], handling: Handling): Promise<void> {
    let again: ServiceFailure | null = null;
    for (const mail of mails) {
      if (mail.state === "planned") again = (await this.#send(mail, handling)) ?? again;
    }
    if (again) throw again;
    const ids = mails.map(({ id }) => id);
    const { rows } = await this.#options.pool.query<{ recipient: string | null; reason: string }>(
      "SELECT recipient, reason FROM notifications WHERE id = ANY ($1) AND state = 'failed'",
      [ids],
    );
    const [failed] = rows;
    if (failed) throw new ServiceFailure("business", `A mail will not be sent: ${failed.reason}`);
  }

  /** @returns why it is to be tried again; null when it is settled */
  async #send(mail: Notification, handling: Handling): Promise<ServiceFailure | null> {
    const { pool, breaker, handOver, store, clock, from } = this.#options;
    const raw = mail.recipient === null ? null : await mailOf(pool, mail.id);
    if (mail.recipient === null || raw === null) {
      const reason = "No address of this customer is known.";
      const news = { eventType: "NOTIFICATION_FAILED", reason, errorClass: "business" } as const;
      await handling.step((client) => settle(client, store, mail, news, { at: clock() }));
      return null;
    }
    const wait = breaker.ask();
    if (wait > 0) {
      const why = `The mail server is left alone for a while: ${breaker.status.error}`;
      return new ServiceFailure("transient", why, { notBeforeMs: wait });
    }
    const begun = await handling
      .step((client) => beginSending(client, mail.id))
      .catch((error) => {
        breaker.abandoned();
        throw error;
      });
    if (!begun) {
      breaker.abandoned();
      return null;
    }
    const handover = await handOver({ from, to: mail.recipient, raw });
    tellBreaker(breaker, handover);
    return handling.step((client) => this.#settleHandover(client, mail, handover));
  }

  async #settleHandover(
    client: ClientBase,
    mail: Notification,
    handover: Handover,
  ): Promise<ServiceFailure | null> {
    const { store, clock, from } = this.#options;
    if (handover.outcome === "failed") {
      await planAgain(client, mail.id, handover.reason);
      return new ServiceFailure("transient", handover.reason);
    }
    const tried = { ...mail, attempts: mail.attempts + 1 };
    await settle(client, store, tried, newsOf(handover, messageIdOf(mail.id, from)), { at: clock() });
    return null;
  }

  /** Whoever was sending it is gone: nobody knows what the mail server heard. */
  async #leftBehind(client: ClientBase, mail: Notification): Promise<void> {
    if (mail.state !== "sending") return;
    const reason = "The worker that was handing it over ended before it heard the answer.";
    const { store, clock } = this.#options;
    await settle(client, store, mail, { eventType: "NOTIFICATION_IN_DOUBT", reason }, { at: clock() });
  }
}

function tellBreaker(breaker: CircuitBreaker, handover: Handover): void {
  const failing = handover.outcome === "in doubt" || (handover.outcome === "failed" && handover.server);
  if (failing) breaker.failed(handover.reason);
  else breaker.worked();
}

/** What is said of a mail that needs no further attempt. */
function newsOf(handover: Exclude<Handover, { outcome: "failed" }>, messageId: string): NotificationNews {
  switch (handover.outcome) {
    case "sent":
      return { eventType: "NOTIFICATION_SENT", messageId };
    case "refused":
      return { eventType: "NOTIFICATION_FAILED", reason: handover.reason, errorClass: "business" };
    case "in doubt":
      return { eventType: "NOTIFICATION_IN_DOUBT", reason: handover.reason };
  }
}
