import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { contentEncodingOf } from "@/server/broker/decode-properties";
import { schemaIssues } from "@/server/complaints/check-event";
import { EVENT_SCHEMAS, type EventType, serviceOf } from "@/server/complaints/complaint-events";
import { MOST_NESTING, nestsDeeper } from "@/server/envelopes/nesting";
import { readableBody } from "@/server/event-store/readable-body";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { openBody } from "@/server/event-store/seal";
import { allOf, sql } from "@/server/event-store/sql";
import { compareWithShape, emptyShape, learn, type ShapeProblem } from "./event-shape";
import { pointerOf } from "./json-text";

/** What is known of how bodies of an event type look. */
export interface KnownShape {
  eventType: string | null;
  /** schema: it is an event of ours; learned: from stored events; none: nothing is known, so nothing can be checked. */
  source: "schema" | "learned" | "none";
  /** Bodies that it was learned from. */
  samples: number;
  /** How a body differs, as `JSON.parse` made it. */
  problemsOf(body: unknown): ShapeProblem[];
}

/** Messages that are looked at for samples, newest first, and how many of them are learned from. */
const LOOKED_AT = 2_000;
const MOST_SAMPLES = 100;
/** Bytes of a body that is learned from. */
const LARGEST_SAMPLE = 64 * 1024;

/** What to know of: an event type as it is published there. */
export interface TypePlace {
  vhost: string;
  exchange: string;
  eventType: string | null;
}

/**
 * What is known of a type: the schema of our own events, else what stored events of the type have in common that did not
 * die. Learned from what lies in the scope of whoever asks.
 */
export async function knownShape(
  pool: Pool,
  scope: Scope,
  { vhost, exchange, eventType }: TypePlace,
): Promise<KnownShape> {
  if (eventType === null) return NOTHING_KNOWN;
  if (isOwnEvent(eventType, exchange)) {
    return { eventType, source: "schema", samples: 0, problemsOf: schemaProblems };
  }
  const shape = emptyShape();
  for (const body of await samplesOf(pool, scope, vhost, eventType)) learn(shape, body);
  return {
    eventType,
    source: shape.seen > 0 ? "learned" : "none",
    samples: shape.seen,
    problemsOf: (body) => compareWithShape(shape, body),
  };
}

/** Whether services of ours publish this type there; anybody else may use the same word elsewhere. */
const isOwnEvent = (eventType: string, exchange: string): boolean =>
  Object.hasOwn(EVENT_SCHEMAS, eventType) && serviceOf(eventType as EventType).exchange === exchange;

const NOTHING_KNOWN: KnownShape = { eventType: null, source: "none", samples: 0, problemsOf: () => [] };

function schemaProblems(body: unknown): ShapeProblem[] {
  return schemaIssues(body).map(({ path, message }) => ({
    path: pointerOf(path.map(String)),
    problem: "schema",
    expected: [],
    said: message,
  }));
}

async function samplesOf(pool: Pool, scope: Scope, vhost: string, eventType: string): Promise<unknown[]> {
  const newest = allOf([
    sql`m.event_type = ${eventType} AND m.vhost = ${vhost} AND m.arrival IN ('published', 'appended')`,
    sql`m.body IS NOT NULL AND m.body_size BETWEEN 2 AND ${LARGEST_SAMPLE}`,
    ...scopeConditions(scope, "m"),
  ]);
  const { rows } = await pool.query<{ rawProperties: Buffer; codec: number; body: Buffer }>(
    sql`SELECT n.raw_properties AS "rawProperties", n.body_codec AS codec, n.body
        FROM (SELECT m.vhost, m.event_id, m.raw_properties, m.body_codec, m.body FROM messages AS m
              WHERE ${newest} ORDER BY m.received_at DESC, m.id DESC LIMIT ${LOOKED_AT}) AS n
        WHERE NOT EXISTS (
          SELECT FROM dead_letter_contents AS d WHERE d.event_id = n.event_id AND d.vhost = n.vhost)
        LIMIT ${MOST_SAMPLES}`.toQuery(),
  );
  return rows.flatMap(({ rawProperties, codec, body }) => {
    const { bytes, problem } = readableBody(
      openBody(codec, body),
      contentEncodingOf(rawProperties),
      8 * LARGEST_SAMPLE,
    );
    return problem === null ? parsed(bytes) : [];
  });
}

/** In a list; nothing where it is not JSON. */
function parsed(bytes: Buffer): unknown[] {
  if (nestsDeeper(bytes, MOST_NESTING)) return [];
  try {
    return [JSON.parse(bytes.toString("utf8"))];
  } catch {
    return [];
  }
}
