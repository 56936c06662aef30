import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { SillageError } from "@/server/errors";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import type { Visit } from "@/server/http/door";
import type { Masker } from "@/server/masking/masker";
import { maskerOf } from "@/server/masking/masker-for";
import { recordReading } from "@/server/masking/record-reading";
import { complaintOf } from "./complaint-of-saga";
import { definitionOf } from "./definition-of-saga";
import type { SagaReader } from "./list-sagas";
import { maskSaga } from "./mask-saga";
import { ownParts } from "./own-part";
import { parseSagaId, type StoredStatus, sagaId, statusAt } from "./saga";
import { narrow, touches } from "./saga-conditions";
import { deadLettersOf } from "./saga-dead-letters";
import { microsOf, SAGA_COLUMNS, type SagaRow, TITLES, toSagaItem } from "./saga-item";
import type { SagaDetail } from "./saga-schemas";
import { causesElsewhere, readMarks, readSteps, showMarks, showSteps } from "./saga-steps";
import { SERVED } from "./served-sagas";

const MOST_INSTANCES = 1_000;

/**
 * A saga as whoever asks may see it. Who is shown something personal is recorded, once for each.
 * @throws SillageError NOT_FOUND, also outside of the scope
 */
export async function openSaga(visit: Visit, id: string): Promise<SagaDetail> {
  const { services, scope } = visit;
  const masker = await maskerOf(visit);
  const reader = { scope, masker, now: services.clock() };
  const show = await readSaga(services.searchPool, reader, id);
  const detail = show(masker);
  const { vhost } = detail.saga;
  const open = detail.steps.find(({ exchange }) => masker.seesMore({ vhost, exchange }));
  if (open && JSON.stringify(show(masker.forNobody)) !== JSON.stringify(detail))
    await recordReading(visit, { what: "saga", id, vhost, exchange: open.exchange });
  return detail;
}

/**
 * Reads everything about one saga that a scope shows.
 * @returns what shows it to somebody, as a masker lets them see it
 * @throws SillageError NOT_FOUND, also outside of the scope
 */
export async function readSaga(
  pool: Pool,
  reader: SagaReader,
  id: string,
): Promise<(masker: Masker) => SagaDetail> {
  const { scope, now } = reader;
  const found = await readRow(pool, reader, id);
  const [whole] = found;
  const [saga] = await ownParts(pool, scope, found);
  if (!whole || !saga) throw new SillageError("NOT_FOUND", "There is no such saga.");
  const [steps, marks, instances, complaintId, definition] = await Promise.all([
    readSteps(pool, saga, scope),
    readMarks(pool, saga, scope),
    readInstances(pool, reader, saga),
    complaintOf(pool, saga),
    definitionOf(pool, saga),
  ]);
  const next = instances.find(({ ordinal }) => ordinal > saga.ordinal);
  const [elsewhere, deadLetters] = await Promise.all([
    causesElsewhere(pool, saga, scope, steps),
    deadLettersOf(pool, saga, scope, { steps, marks, endsAt: next?.startedAt ?? null }),
  ]);
  return (masker) => {
    const shown = maskSaga(saga, masker);
    const isNamed = complaintId !== null && shown.streams.includes(`Complaint-${complaintId}`);
    return {
      saga: toSagaItem(shown, now),
      steps: showSteps(steps, saga, masker, { elsewhere, definition }),
      // It was read in several steps, and may have gone on between them.
      hiddenSteps: Math.max(0, saga.events - steps.length),
      outsideScope: Math.max(0, whole.events - saga.events),
      marks: showMarks(marks, saga, masker),
      deadLetters: deadLetters.map((show) => show(masker)),
      instances: instances.map(({ ordinal, startedAt, status, stuckAt }) => ({
        id: sagaId(saga.key, ordinal),
        startedAt,
        status: statusAt(status, stuckAt, now.getTime() * 1_000),
      })),
      complaintId: isNamed ? complaintId : null,
      compensable: definition?.compensateBy !== undefined,
      asOf: now.getTime() * 1_000,
    };
  };
}

async function readRow(pool: Pool, { scope }: SagaReader, id: string): Promise<SagaRow[]> {
  const named = parseSagaId(id);
  if (!named) return [];
  return askDatabase<SagaRow>(
    pool,
    sql`SELECT ${SAGA_COLUMNS} FROM sagas AS s ${TITLES} WHERE ${allOf([
      sql`s.generation = ${SERVED} AND s.key = ${named.key}::uuid AND s.ordinal = ${named.ordinal}`,
      ...touches(scope),
    ])}`,
  );
}

interface InstanceRow {
  ordinal: number;
  startedAt: number;
  status: StoredStatus;
  stuckAt: number | null;
}

/** When `sagas AS s` began; where a scope shows it in part, when that part did. */
function startOf(scope: Scope): SqlFragment {
  if (!narrow(scope)) return sql`s.started_at`;
  const tests = allOf([sql`p.role = 'event'`, ...scopeConditions(scope, "p")]);
  return sql`coalesce((SELECT min(p.received_at) FROM saga_steps AS p
    WHERE p.generation = s.generation AND p.key = s.key AND p.ordinal = s.ordinal AND ${tests}), s.started_at)`;
}

/** All instances under the same id, in order. */
function readInstances(
  pool: Pool,
  { scope }: SagaReader,
  { generation, key }: SagaRow,
): Promise<InstanceRow[]> {
  return askDatabase<InstanceRow>(
    pool,
    sql`SELECT s.ordinal, ${microsOf(startOf(scope))} AS "startedAt", s.status, ${microsOf(sql`s.stuck_at`)} AS "stuckAt"
        FROM sagas AS s WHERE ${allOf([
          sql`s.generation = ${generation} AND s.key = ${key}::uuid`,
          ...touches(scope),
        ])} ORDER BY s.ordinal LIMIT ${MOST_INSTANCES}`,
  );
}
