import { z } from "zod";

/** Characters of a reason. */
export const LONGEST_REASON = 1_000;

const reason = z
  .string()
  .trim()
  .max(LONGEST_REASON, { error: `is longer than ${LONGEST_REASON} characters` })
  .optional();

/** What somebody gives to a deed, and why they do it, in their own words, for the record. */
export const reasoned = <S extends z.ZodRawShape>(input: z.ZodObject<S, z.core.$strict>) =>
  input.extend({ reason });
