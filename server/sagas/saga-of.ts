import type { Pool } from "pg";
import { inScope } from "@/server/access/scope";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { placeOf } from "@/server/dead-letters/dead-letter-item";
import { readItem } from "@/server/dead-letters/read-dead-letter";
import { findByEventIds } from "@/server/event-store/related-messages";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import { guardSagaFilter } from "./guard-saga-filter";
import type { SagaReader } from "./list-sagas";
import { maskSaga } from "./mask-saga";
import { ownParts } from "./own-part";
import { conditionOf, touches } from "./saga-conditions";
import { SAGA_COLUMNS, type SagaRow, TITLES } from "./saga-item";
import type { SagaOfInput } from "./saga-list-schemas";
import { SERVED } from "./served-sagas";

/** Sagas that are answered, the newest first: a customer's stream may run through any number of them. */
const MOST = 10;

/** Which sagas a message, a dead letter or a stream belongs to, as far as a reader may see them; none where it is in none. */
export async function sagasOf(pool: Pool, reader: SagaReader, of: SagaOfInput): Promise<SagaRow[]> {
  const { scope, masker } = reader;
  const where =
    "recordId" in of
      ? ofRecords([of.recordId], reader)
      : "deadLetterId" in of
        ? await ofDeadLetter(pool, reader, of.deadLetterId)
        : ofStream(reader, of);
  if (where === null) return [];
  const rows = await askDatabase<SagaRow>(
    pool,
    sql`SELECT ${SAGA_COLUMNS} FROM sagas AS s ${TITLES}
        WHERE ${allOf([sql`s.generation = ${SERVED}`, where, ...touches(scope)])}
        ORDER BY s.started_at DESC, s.key DESC, s.ordinal DESC LIMIT ${MOST}`,
  );
  return (await ownParts(pool, scope, rows)).map((row) => maskSaga(row, masker));
}

function ofRecords(records: readonly string[], { scope }: SagaReader): SqlFragment {
  const tests = allOf([
    sql`p.record_id = ANY (${[...records]}::bigint[]) AND p.generation = ${SERVED}`,
    ...scopeConditions(scope, "p"),
  ]);
  return sql`(s.key, s.ordinal) IN (SELECT p.key, p.ordinal FROM saga_steps AS p WHERE ${tests})`;
}

/** By the event that died, the arrival that shows the death, or, where neither is known, the correlation and the time. */
async function ofDeadLetter(pool: Pool, reader: SagaReader, id: string): Promise<SqlFragment | null> {
  const { scope } = reader;
  const letter = await readItem(pool, scope, id);
  const { vhost, eventId, correlationId, diedAt } = letter;
  if (eventId !== null) {
    const events = await findByEventIds(pool, { vhost, scope }, [eventId], 1);
    const first = events.get(eventId)?.rows[0];
    return first ? ofRecords([first.id], reader) : null;
  }
  const [kept] = await askDatabase<{ record: string | null }>(
    pool,
    sql`SELECT d.record_id::text AS record FROM dead_letter_contents AS d WHERE d.id = ${id}::bigint`,
  );
  if (kept?.record) return ofRecords([kept.record], reader);
  if (correlationId === null || !inScope(scope, placeOf(letter))) return null;
  return sql`(s.key, s.ordinal) IN (
    SELECT s.key, s.ordinal FROM sagas AS s
    WHERE s.generation = ${SERVED} AND s.value = ${correlationId} AND s.vhost = ${vhost} AND s.basis = 'correlation'
      AND s.started_at <= ${diedAt}::timestamptz
    ORDER BY s.started_at DESC LIMIT 1)`;
}

/** @throws SillageError FORBIDDEN where the reader sees such streams masked */
function ofStream({ scope, masker, now }: SagaReader, of: { streamId: string; vhost: string }): SqlFragment {
  const filter = guardSagaFilter({ form: "saga" as const, ...of }, masker);
  const asked = { filter, scope, now };
  return allOf([conditionOf("streamId", asked), conditionOf("vhost", asked)]);
}
