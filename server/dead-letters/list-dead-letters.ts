import type { Pool } from "pg";
import type { z } from "zod";
import type { Scope } from "@/server/access/scope";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import type { Visit } from "@/server/http/door";
import type { Masker } from "@/server/masking/masker";
import { maskerOf } from "@/server/masking/masker-for";
import { recordReading } from "@/server/masking/record-reading";
import { askDatabase } from "./ask-database";
import { deadLetterConditions, type GuardedFilter, statesOf } from "./dead-letter-conditions";
import type { listDeadLettersInput } from "./dead-letter-filter";
import { CLAIMS, ITEM_COLUMNS, type ItemRow, placeOf, toItem } from "./dead-letter-item";
import type { DeadLetterItem, DeadLettersPage } from "./dead-letter-schemas";
import { guardDeadLetterFilter } from "./guard-dead-letter-filter";
import { maskDeadLetter, showsPersonalIn } from "./mask-dead-letter";

/**
 * A page of dead letters as whoever asks may see it. Who is shown something personal is recorded, once for each question.
 * @throws SillageError FORBIDDEN for a filter by what is masked, UNAVAILABLE when the database needs too long
 */
export async function listOnRecord(
  visit: Visit,
  input: z.output<typeof listDeadLettersInput>,
): Promise<DeadLettersPage> {
  const masker = await maskerOf(visit);
  const { items, nextCursor } = await listDeadLetters(visit.services.searchPool, visit.scope, masker, input);
  const { limit: _, cursor: __, ...question } = input;
  // Free text finds by what others do not see, even where nothing of it stands in the line.
  const shows = (item: DeadLetterItem) =>
    showsPersonalIn(item, masker) || (question.text !== undefined && masker.seesMore(placeOf(item)));
  if (items.some(shows)) await recordReading(visit, { what: "deadLetters", id: JSON.stringify(question) });
  return { items, nextCursor };
}

/** A page of dead letters that match, newest first. Whatever comes meanwhile is on none of the pages after the first. */
export async function listDeadLetters(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  { cursor, limit, ...wanted }: z.output<typeof listDeadLettersInput>,
): Promise<DeadLettersPage> {
  const filter = guardDeadLetterFilter(wanted, masker);
  const rows = await askDatabase<ItemRow>(
    pool,
    sql`SELECT ${ITEM_COLUMNS} FROM (${newestIds(filter, scope, cursor ?? null, limit + 1)}) AS k
      JOIN dead_letters AS d ON d.id = k.id ${CLAIMS} ORDER BY d.id DESC`,
  );
  const items = rows.slice(0, limit).map((row) => maskDeadLetter(toItem(row), masker));
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null };
}

/** Fields that few dead letters share: an index leads to them. */
const RARE = ["eventId", "correlationId", "streamId"] as const;

/**
 * The ids of the newest that match. Indexes are in order of id within a state of one group or of one queue, so each of
 * those gives its newest ones, and the newest of all are taken: however many there are, no more than that is read.
 */
function newestIds(filter: GuardedFilter, scope: Scope, before: string | null, limit: number): SqlFragment {
  const tests = deadLetterConditions(filter, scope, ["state"]);
  if (before !== null) tests.push(sql`d.id < ${before}::bigint`);
  if (RARE.some((field) => filter[field] !== undefined)) {
    const states = deadLetterConditions({ state: filter.state }, "everything");
    return sql`SELECT d.id FROM dead_letters AS d WHERE ${allOf([...tests, ...states])} ORDER BY d.id DESC LIMIT ${limit}`;
  }
  const { part, columns } = partsOf(filter);
  return sql`
    SELECT d.id FROM (${part}) AS p
    CROSS JOIN unnest(${[...statesOf(filter.state)]}::dead_letter_state[]) AS s (state)
    CROSS JOIN LATERAL (
      SELECT d.id FROM dead_letters AS d WHERE ${columns} AND d.state = s.state AND ${allOf(tests)}
      ORDER BY d.id DESC LIMIT ${limit}
    ) AS d
    ORDER BY d.id DESC LIMIT ${limit}`;
}

/** The causes that a filter speaks of, where it speaks of causes; else the queues. */
function partsOf(filter: GuardedFilter): { part: SqlFragment; columns: SqlFragment } {
  const { groupId, vhost, queue, reason, errorClass, failedQueue } = filter;
  const ofGroups: SqlFragment[] = [];
  if (groupId !== undefined) ofGroups.push(sql`g.id = ${groupId}::bigint`);
  if (reason !== undefined) ofGroups.push(sql`g.reason = ${reason}`);
  if (errorClass !== undefined) ofGroups.push(sql`g.error_class = ${errorClass}`);
  if (failedQueue !== undefined) ofGroups.push(sql`g.failed_queue = ${failedQueue}`);
  const ofQueues: SqlFragment[] = [];
  if (vhost !== undefined) ofQueues.push(sql`g.vhost = ${vhost}`);
  if (queue !== undefined) ofQueues.push(sql`g.queue = ${queue}`);
  return ofGroups.length > 0
    ? {
        part: sql`SELECT g.id FROM dead_letter_groups AS g WHERE ${allOf([...ofGroups, ...ofQueues])}`,
        columns: sql`d.group_id = p.id`,
      }
    : {
        part: sql`SELECT DISTINCT g.vhost, g.queue FROM dead_letter_groups AS g WHERE ${allOf(ofQueues)}`,
        columns: sql`d.vhost = p.vhost AND d.queue = p.queue`,
      };
}
