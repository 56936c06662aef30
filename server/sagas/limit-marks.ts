import type { ClientBase } from "pg";
import { plainArray } from "@/server/event-store/array-literal";
import type { Arrived } from "./saga";
import type { GroupKey } from "./saga-key";

/**
 * What happens to one event may never end: a message that dies, is routed back and dies again does so a thousand times a
 * second. Of each kind of thing that happens, an instance is told the first so many, in the order of the log; the messages
 * themselves are all stored. So a key costs no more to go on with, however long that lasts, and a rebuild leaves out the same.
 */
export const MOST_OF_EVENT = 200;
/** The same under a key where it is not known which event it happened to. */
export const MOST_OF_KEY = 10_000;

interface Group {
  key: GroupKey;
  arrivals: Arrived[];
}

/** Takes out of new arrivals, by key and in the order of the log, what is not told any more. */
export async function limitMarks(
  client: ClientBase,
  generation: number,
  groups: Map<string, Group>,
): Promise<void> {
  const marks = [...groups.values()].flatMap(({ key, arrivals }) =>
    arrivals.filter(({ role }) => role !== "event").map((mark) => ({ key: key.key, mark })),
  );
  if (marks.length === 0) return;
  const counts = await countMarks(client, generation, {
    events: [...new Set(marks.flatMap(({ mark }) => mark.firstId ?? []))],
    keys: [...new Set(marks.flatMap(({ key, mark }) => (mark.firstId === null ? key : [])))],
  });
  const left = new Set<Arrived>();
  for (const { key, mark } of marks) {
    const name = nameOf(mark.firstId ?? key, mark.role);
    const count = counts.get(name) ?? 0;
    if (count >= (mark.firstId === null ? MOST_OF_KEY : MOST_OF_EVENT)) left.add(mark);
    else counts.set(name, count + 1);
  }
  if (left.size === 0) return;
  for (const [key, group] of groups) {
    group.arrivals = group.arrivals.filter((arrived) => !left.has(arrived));
    if (group.arrivals.length === 0) groups.delete(key);
  }
}

/** Record ids are numbers and keys are UUIDs, so that no name is of both. */
const nameOf = (eventOrKey: string, role: string): string => `${eventOrKey} ${role}`;

/** What is stored already of some events, and of some keys where the event is not known. */
async function countMarks(
  client: ClientBase,
  generation: number,
  { events, keys }: { events: readonly string[]; keys: readonly string[] },
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ of: string; role: string; count: number }>(
    `SELECT first_id::text AS of, role, count(*)::int AS count FROM saga_steps
     WHERE generation = $1 AND first_id = ANY ($2::bigint[]) AND role <> 'event' GROUP BY 1, 2
     UNION ALL
     SELECT key::text, role, count(*)::int FROM saga_steps
     WHERE generation = $1 AND key = ANY ($3::uuid[]) AND first_id IS NULL AND role <> 'event' GROUP BY 1, 2`,
    [generation, plainArray(events), plainArray(keys)],
  );
  return new Map(rows.map(({ of, role, count }) => [nameOf(of, role), count]));
}
