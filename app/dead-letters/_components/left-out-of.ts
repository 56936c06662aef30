import type { LeftOut } from "@/server/redrive/redrive-schemas";

/** What was not taken, where that was everything. */
export function leftOutOf(error: unknown): LeftOut | null {
  const facts = (error as { data?: { facts?: { leftOut?: LeftOut } } }).data?.facts;
  return facts?.leftOut ?? null;
}
