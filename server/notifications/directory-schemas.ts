import { z } from "zod";
import { email, identifier, language, text } from "@/server/complaints/event-fields";

/** How a customer is reached. */
export const customerFields = z.strictObject({
  email,
  name: text(200).nullable().default(null),
  language: language.default("en"),
});

export const customerId = z.strictObject({ userId: identifier });
export const putCustomerInput = customerFields.extend({ userId: identifier });

export const customer = z.object({
  userId: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  language,
  changedAt: z.iso.datetime(),
});
export type CustomerEntry = z.infer<typeof customer>;

const limit = z.coerce
  .number({ error: "must be a number" })
  .int({ error: "must be a whole number" })
  .min(1, { error: "must be at least 1" })
  .max(200, { error: "must be at most 200" })
  .default(50);

export const listCustomersInput = z.strictObject({
  /** Beginning of the user id, or part of name or address. */
  q: text(200).optional(),
  cursor: identifier.optional(),
  limit,
});
export const customersPage = z.object({ items: z.array(customer), nextCursor: z.string().nullable() });

/** Somebody who is told of new complaints, compensation and failures. */
export const administratorFields = z.strictObject({ email, language: language.default("en") });
export const administratorEmail = z.strictObject({ email });
export const administrator = z.object({ email: z.string(), language, addedAt: z.iso.datetime() });
export const administratorsOutput = z.object({ items: z.array(administrator) });
export type AdministratorEntry = z.infer<typeof administrator>;
