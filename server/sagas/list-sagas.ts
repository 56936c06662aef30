import type { Pool } from "pg";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { keyTime } from "@/server/event-store/search-cursor";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import type { Visit } from "@/server/http/door";
import type { Masker } from "@/server/masking/masker";
import { maskerOf } from "@/server/masking/masker-for";
import { recordReading } from "@/server/masking/record-reading";
import { guardSagaFilter } from "./guard-saga-filter";
import { maskSaga, showsPersonalInSaga } from "./mask-saga";
import { ownParts } from "./own-part";
import type { Asked } from "./saga-conditions";
import { decodeSagaCursor, encodeSagaCursor, type SagaPlace } from "./saga-cursor";
import { microsOf, SAGA_COLUMNS, type SagaRow, TITLES, toSagaItem } from "./saga-item";
import { LOOKED_AT, planSagas, type SagaPlan } from "./saga-plan";
import type { ListSagasInput, SagaOrder, SagasPage } from "./saga-schemas";

/** Who asks, and when. */
export interface SagaReader {
  scope: Asked["scope"];
  masker: Masker;
  now: Date;
}

/**
 * A page of sagas as whoever asks may see it. Who is shown something personal is recorded, once for each question.
 * @throws SillageError FORBIDDEN for a filter by what is masked, INVALID_INPUT for a cursor of another list, UNAVAILABLE when
 *   the database needs too long
 */
export async function sagasOnRecord(visit: Visit, input: ListSagasInput): Promise<SagasPage> {
  const reader = { scope: visit.scope, masker: await maskerOf(visit), now: visit.services.clock() };
  const { rows, nextCursor } = await listSagas(visit.services.searchPool, reader, input);
  const { limit: _, cursor: __, ...question } = input;
  if (rows.some((row) => showsPersonalInSaga(row, reader.masker)))
    await recordReading(visit, { what: "sagas", id: JSON.stringify(question) });
  return { items: rows.map((row) => toSagaItem(row, reader.now)), nextCursor };
}

/** A page of sagas, the newest or the longest first. Whatever begins meanwhile is on none of the pages after the first. */
export async function listSagas(
  pool: Pool,
  { scope, masker, now }: SagaReader,
  { cursor, limit, order, ...wanted }: ListSagasInput,
): Promise<{ rows: SagaRow[]; nextCursor: string | null }> {
  const asked: Asked = { filter: guardSagaFilter(wanted, masker), scope, now };
  const after = cursor === undefined ? null : decodeSagaCursor(order, cursor);
  const plan = await planSagas(pool, asked, order);
  const rows = await askDatabase<SagaRow>(pool, pageOf(plan, order, after, limit + 1));
  const shown = await ownParts(pool, scope, rows.slice(0, limit));
  const end =
    rows.length > limit ? placeOf(rows[limit - 1]!, order) : await lookedTo(pool, plan, order, after);
  return {
    rows: shown.map((row) => maskSaga(row, masker)),
    nextCursor: end && encodeSagaCursor(order, end),
  };
}

const KEYS: Record<SagaOrder, SqlFragment> = {
  started: sql`s.started_at`,
  activity: sql`s.last_at`,
  duration: sql`s.duration_ms`,
};
const orderOf = (order: SagaOrder) => sql`${KEYS[order]} DESC, s.key DESC, s.ordinal DESC`;

function pageOf(plan: SagaPlan, order: SagaOrder, after: SagaPlace | null, limit: number): SqlFragment {
  const tests = allOf(plan.test ? [plan.test] : []);
  const found =
    plan.way === "lookup"
      ? sql`SELECT s.* FROM (${driven(plan)}) AS s WHERE ${allOf([...beyond(order, after), tests])}`
      : sql`SELECT s.* FROM (
          SELECT * FROM sagas AS s WHERE ${allOf([plan.driver, ...beyond(order, after)])}
          ORDER BY ${orderOf(order)} LIMIT ${plan.test ? LOOKED_AT : limit}
        ) AS s WHERE ${tests}`;
  return sql`SELECT ${SAGA_COLUMNS} FROM (${found} ORDER BY ${orderOf(order)} LIMIT ${limit}) AS s ${TITLES}
    ORDER BY ${orderOf(order)}`;
}

/** Read through the index of the driver, whatever order is wanted of it. */
const driven = ({ driver }: SagaPlan) => sql`SELECT * FROM sagas AS s WHERE ${driver} OFFSET 0`;

function beyond(order: SagaOrder, after: SagaPlace | null): SqlFragment[] {
  if (!after) return [];
  const value =
    order === "duration"
      ? sql`${after.value}::float8`
      : sql`${keyTime({ micros: String(after.value), id: "0" })}::timestamptz`;
  return [sql`(${KEYS[order]}, s.key, s.ordinal) < (${value}, ${after.key}::uuid, ${after.ordinal}::int)`];
}

/** Where a page ended that was not filled; null when that is the end of the list. */
async function lookedTo(
  pool: Pool,
  plan: SagaPlan,
  order: SagaOrder,
  after: SagaPlace | null,
): Promise<SagaPlace | null> {
  if (plan.way === "lookup" || plan.test === null) return null;
  const value = order === "duration" ? KEYS.duration : microsOf(KEYS[order]);
  const [row] = await askDatabase<SagaPlace>(
    pool,
    sql`SELECT ${value} AS value, s.key::text, s.ordinal FROM sagas AS s
        WHERE ${allOf([plan.driver, ...beyond(order, after)])}
        ORDER BY ${orderOf(order)} OFFSET ${LOOKED_AT - 1} LIMIT 1`,
  );
  return row ?? null;
}

function placeOf(row: SagaRow, order: SagaOrder): SagaPlace {
  const value = { started: row.startedAt, activity: row.lastAt, duration: row.durationMs }[order];
  return { value, key: row.key, ordinal: row.ordinal };
}
