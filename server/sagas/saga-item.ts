import { type SqlFragment, sql } from "@/server/event-store/sql";
import { shippedTitle } from "./definition-of-saga";
import {
  type Basis,
  type Deviation,
  type Expectation,
  type Form,
  type StoredStatus,
  sagaId,
  statusAt,
} from "./saga";
import type { SagaItem } from "./saga-schemas";

/** What a list shows of a saga. */

/** A moment as microseconds since 1970, which a double holds exactly. */
export const microsOf = (moment: SqlFragment): SqlFragment =>
  sql`(extract(epoch FROM ${moment}) * 1000000)::float8`;

/** Select list for `sagas AS s`, with the title of its definition (`TITLES`). */
export const SAGA_COLUMNS: SqlFragment = sql`
  s.generation, s.key::text, s.ordinal, s.vhost, s.basis, s.value, s.form, s.start_type AS "startType",
  s.start_exchange AS "startExchange", ${microsOf(sql`s.started_at`)} AS "startedAt", s.last_type AS "lastType",
  s.last_exchange AS "lastExchange", ${microsOf(sql`s.last_at`)} AS "lastAt", s.duration_ms AS "durationMs", s.events,
  s.inferred_links AS "inferredLinks", s.dead, s.redriven, s.participants, s.exchanges, s.streams,
  s.variant::text, s.status, s.certainty, ${microsOf(sql`s.late_at`)} AS "lateAt", ${microsOf(sql`s.stuck_at`)} AS "stuckAt",
  s.waiting_for AS "waitingFor", s.deviations, s.definition, s.definition_version AS "definitionVersion",
  f.definition->>'title' AS "definitionTitle"`;

export const TITLES: SqlFragment = sql`
  LEFT JOIN saga_definitions AS f ON f.name = s.definition AND f.version = s.definition_version`;

/** A row as `SAGA_COLUMNS` reads it. Moments are microseconds since 1970. */
export interface SagaRow {
  generation: number;
  key: string;
  ordinal: number;
  vhost: string;
  basis: Basis;
  value: string;
  form: Form;
  startType: string;
  startExchange: string;
  startedAt: number;
  lastType: string;
  lastExchange: string;
  lastAt: number;
  durationMs: number;
  events: number;
  inferredLinks: number;
  dead: number;
  redriven: number;
  participants: string[];
  exchanges: string[];
  streams: string[];
  variant: string;
  status: StoredStatus;
  certainty: SagaItem["certainty"];
  lateAt: number | null;
  stuckAt: number | null;
  waitingFor: Expectation[];
  deviations: Deviation[];
  definition: string | null;
  definitionVersion: number | null;
  definitionTitle: string | null;
}

/** As it leaves the server, unmasked. Its status is that of the moment. */
export function toSagaItem(row: SagaRow, now: Date): SagaItem {
  const micros = now.getTime() * 1_000;
  const { definition, definitionVersion, definitionTitle, lateAt, stuckAt } = row;
  const open = row.status === "RUNNING" || row.status === "COMPENSATING";
  const dueAt = [lateAt, stuckAt].filter((moment) => moment !== null);
  return {
    id: sagaId(row.key, row.ordinal),
    vhost: row.vhost,
    basis: row.basis,
    value: row.value,
    form: row.form,
    type: row.startType,
    definition:
      definition === null
        ? null
        : {
            name: definition,
            version: definitionVersion ?? 0,
            title: definitionTitle ?? shippedTitle(definition) ?? definition,
          },
    status: statusAt(row.status, stuckAt, micros),
    certainty: row.certainty,
    late: open && dueAt.some((moment) => moment <= micros),
    startedAt: row.startedAt,
    lastAt: row.lastAt,
    lastType: row.lastType,
    lateAt,
    stuckAt,
    durationMs: row.durationMs,
    events: row.events,
    inferredLinks: row.inferredLinks,
    dead: row.dead,
    redriven: row.redriven,
    participants: row.participants,
    streams: row.streams,
    variant: row.variant,
    waitingFor: row.waitingFor,
    deviations: row.deviations,
  };
}
