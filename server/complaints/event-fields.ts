import { z } from "zod";
import { storable } from "@/server/envelopes/storable";
import { LANGUAGES, PRIORITIES } from "./words";

/** The fields that events and commands of complaints share. */

export {
  type ComplaintStatus,
  LANGUAGES,
  type Language,
  LONGEST,
  PRIORITIES,
  type Priority,
  STATUSES,
} from "./words";

/** Text of 1 to `max` characters, without what a database or a mail cannot carry. */
export const text = (max: number) =>
  z
    .string({ error: "must be text" })
    .min(1, { error: "must not be empty" })
    .max(max, { error: `must not be longer than ${max} characters` })
    .refine((value) => storable(value) === value, { error: "holds characters that cannot be stored" });

export const identifier = text(200);
export const moment = z.iso.datetime({ error: "must be a time in ISO 8601, in UTC" });
export const priority = z.enum(PRIORITIES, { error: `must be one of ${PRIORITIES.join(", ")}` });
export const language = z.enum(LANGUAGES, { error: `must be one of ${LANGUAGES.join(", ")}` });
export const email = z.email({ error: "must be an e-mail address" }).max(254, { error: "is too long" });

/** How the customer is reached, where whoever files the complaint says it. */
export const customerContact = z.object({
  email: email.optional(),
  name: text(200).optional(),
  language: language.optional(),
});
export type CustomerContact = z.infer<typeof customerContact>;

/** One step of a compensation; the steps are done in their order. */
export const compensationAction = z.object({
  service: z.enum(["notification-service", "audit-service"]),
  action: text(100),
  parameters: z.record(z.string(), z.unknown()),
  order: z.int().min(1),
});
export type CompensationAction = z.infer<typeof compensationAction>;

/** The event that made a compensation necessary. */
export const cause = z.object({ eventId: identifier, eventType: text(100) });
export type Cause = z.infer<typeof cause>;
