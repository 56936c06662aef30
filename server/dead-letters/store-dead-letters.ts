import type { ClientBase } from "pg";
import { countHours, lockGroups } from "./dead-letter-groups";
import { insertDeadLetters, type PlacedDeadLetter } from "./dead-letter-row";
import { observedBefore, takeOver } from "./known-dead-letters";
import type { DeadLetterEntry } from "./prepare-dead-letter";
import { noteDeadAgain, redrivenBefore } from "./redriven-before";

/** What became of an entry. */
export interface StoredDeadLetter {
  id: number;
  /** It had been observed, or released, before: its row came into custody, and no new one was made. */
  known: boolean;
}

/**
 * Stores dead letters, in the caller's transaction: rows, groups, counts by the hour. What was observed before and now
 * comes into custody takes over its row; what was redriven before is linked to what it was then, and the redrive is told.
 * Rows are locked before groups and both in the order of their ids. Two writers may still wait for each other where a
 * group has changed its cause: on 40P01 the whole transaction may be tried again.
 * @param custodyBatch number of the transaction that takes them into custody; null where they are only observed
 * @returns in the order of the entries
 */
export async function storeDeadLetters(
  client: ClientBase,
  entries: readonly DeadLetterEntry[],
  custodyBatch: number | null = null,
): Promise<StoredDeadLetter[]> {
  if (entries.length === 0) return [];
  const redriven = await redrivenBefore(client, entries);
  const known = await observedBefore(client, entries);
  for (const [entry, { backInQueue, deadLetterId }] of redriven) {
    // A release that sent it twice is no second message.
    if (entry.state === "held" && backInQueue && !known.has(entry)) known.set(entry, deadLetterId);
  }
  const groups = await lockGroups(client, entries);
  await takeOver(client, known, custodyBatch);

  const fresh = entries.filter((entry) => !known.has(entry));
  const ids = await takeIds(client, fresh.length);
  const placed = fresh.map((entry, place): PlacedDeadLetter => {
    const before = redriven.get(entry);
    return {
      id: ids[place]!,
      groupId: groups.get(entry.groupKey)!,
      custodyBatch,
      previous: before ? { id: before.deadLetterId, tries: before.tries + 1 } : null,
      entry,
    };
  });
  await insertDeadLetters(client, placed);
  await countHours(
    client,
    placed.map(({ groupId, entry }) => ({ groupId, diedAt: entry.diedAt })),
  );
  await noteDeadAgain(
    client,
    placed.flatMap(({ id, entry }) => {
      const before = redriven.get(entry);
      return before ? { redriven: before, deadLetterId: id } : [];
    }),
  );
  const made = new Map(placed.map(({ id, entry }) => [entry, id]));
  return entries.map((entry) => ({ id: known.get(entry) ?? made.get(entry)!, known: known.has(entry) }));
}

async function takeIds(client: ClientBase, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await client.query<{ id: string }>({
    name: "dead-letter-ids",
    text: "SELECT nextval(pg_get_serial_sequence('dead_letter_contents', 'id')) AS id FROM generate_series(1, $1)",
    values: [count],
  });
  return rows.map(({ id }) => Number(id));
}
