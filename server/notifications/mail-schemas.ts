import { z } from "zod";
import { identifier, language, text } from "@/server/complaints/event-fields";
import { reasoned } from "@/server/operator-actions/reason";
import { BREAKER_STATES } from "./circuit-breaker";
import { NOTIFICATION_STATES } from "./notification";
import { AUDIENCES } from "./templates";

const limit = z.coerce
  .number({ error: "must be a number" })
  .int({ error: "must be a whole number" })
  .min(1, { error: "must be at least 1" })
  .max(200, { error: "must be at most 200" })
  .default(50);

export const mailId = z.uuid({ error: "is not the id of a mail" });
export const oneMail = z.strictObject({ id: mailId });

/** Mails, newest first. */
export const listMailsInput = z.strictObject({
  state: z.enum(NOTIFICATION_STATES).optional(),
  audience: z.enum(AUDIENCES).optional(),
  complaintId: identifier.optional(),
  recipient: text(254).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}~[0-9a-f-]{36}$/, { error: "is not a cursor of this list" })
    .optional(),
  limit,
});

export const mailItem = z.object({
  id: z.string(),
  state: z.enum(NOTIFICATION_STATES),
  complaintId: z.string(),
  /** The event that it tells of. */
  eventId: z.string(),
  eventType: z.string(),
  correlationId: z.string(),
  template: z.string(),
  audience: z.enum(AUDIENCES),
  /** Null where no address is known. */
  recipient: z.string().nullable(),
  language,
  subject: z.string(),
  attempts: z.int(),
  /** What went wrong last. */
  reason: z.string().nullable(),
  plannedAt: z.iso.datetime(),
  /** When its state became what it is for good. */
  settledAt: z.iso.datetime().nullable(),
});
export type MailItem = z.infer<typeof mailItem>;
export const mailsPage = z.object({ items: z.array(mailItem), nextCursor: z.string().nullable() });

/** What is in a mail, as plain text: hostile text of people is in it. */
export const mailContent = z.object({
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  messageId: z.string().nullable(),
  date: z.string().nullable(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  text: z.string(),
});
export type MailContent = z.infer<typeof mailContent>;

export const mailDetail = z.object({
  item: mailItem,
  /** Null where there was no address to write to. */
  content: mailContent.nullable(),
  /** When the built-in mail server took it; empty where it did not, or there is another mail server. */
  taken: z.array(z.object({ id: z.string(), receivedAt: z.iso.datetime() })),
});
export type MailDetail = z.infer<typeof mailDetail>;

/** What a person decides about a mail: it arrived after all; hand it over again; it will not be sent. */
export const DECISIONS = ["arrived", "send-again", "give-up"] as const;
export const mailDecision = reasoned(
  z.strictObject({ decision: z.enum(DECISIONS, { error: `must be one of ${DECISIONS.join(", ")}` }) }),
);
export const decideMailInput = mailDecision.extend({ id: mailId });
export type Decision = (typeof DECISIONS)[number];

/** How mails go out, and what waits for a person. */
export const mailSummary = z.object({
  inDoubt: z.int(),
  failed: z.int(),
  waiting: z.int(),
  /** One for each worker. */
  servers: z.array(
    z.object({
      /** `own`: the built-in one, whose mails go nowhere. */
      server: z.string(),
      state: z.enum(BREAKER_STATES),
      failures: z.int(),
      nextTrialAt: z.string().nullable(),
      error: z.string().nullable(),
    }),
  ),
});
export type MailSummary = z.infer<typeof mailSummary>;

/** What the built-in mail server took, newest first. */
export const listTakenInput = z.strictObject({
  recipient: text(254).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, { error: "is not a cursor of this list" })
    .optional(),
  limit,
});
export const takenItem = z.object({
  id: z.string(),
  receivedAt: z.iso.datetime(),
  sender: z.string(),
  recipients: z.array(z.string()),
  subject: z.string(),
  messageId: z.string().nullable(),
  /** The mail of ours that it is, where it is one. */
  mailId: z.string().nullable(),
});
export const takenPage = z.object({ items: z.array(takenItem), nextCursor: z.string().nullable() });
export const takenId = z.strictObject({
  id: z.string().regex(/^\d{1,18}$/, { error: "is not the id of a mail" }),
});
export const takenDetail = z.object({ item: takenItem, content: mailContent });
