import { z } from "zod";
import { STATUSES } from "@/server/complaints/words";

/** What the server says with a CONFLICT: somebody else changed the complaint, or it does not allow this any more. */
const facts = z.object({
  rule: z.string(),
  status: z.enum(STATUSES),
  version: z.number().optional(),
  allowed: z.array(z.string()).optional(),
  since: z
    .array(
      z.object({
        eventType: z.string(),
        version: z.number(),
        at: z.string(),
        by: z.string().nullable(),
      }),
    )
    .default([]),
});
export type Conflict = z.output<typeof facts>;

/** The conflict that an error tells of; null when it is about something else. */
export function conflictOf(error: unknown): Conflict | null {
  const data = (error as { data?: { code?: string; facts?: unknown } } | null)?.data;
  if (data?.code !== "CONFLICT") return null;
  const read = facts.safeParse(data.facts);
  return read.success ? read.data : null;
}
