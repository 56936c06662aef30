import type { Pool } from "pg";
import { inScope, type Scope } from "@/server/access/scope";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { allOf, type SqlFragment, sql, unionOf } from "@/server/event-store/sql";
import { guardFilter } from "@/server/masking/filter-guard";
import { maskShapes } from "@/server/masking/text-shapes";
import type { SagaReader } from "@/server/sagas/list-sagas";
import { narrow } from "@/server/sagas/saga-conditions";
import { sagaLag } from "@/server/sagas/saga-lag";
import { SERVED } from "@/server/sagas/served-sagas";
import { bucketOfStep } from "./bucket-sql";
import { type FlowCount, graphOf } from "./flow-counts";
import { cutRange, type Piece } from "./flow-range";
import type { FlowAnswer, FlowInput } from "./flow-schemas";
import { readVariantFlow } from "./read-variant-flow";

/** A graph, and from when on sagas of a variant were counted; null: all were. */
export type Counted = Omit<FlowAnswer, "lag">;

/**
 * The directly-follows graph of a range, as whoever asks may see it: exact, whatever the range. One statement, so of one moment.
 * @throws SillageError FORBIDDEN for a filter by what is masked, UNAVAILABLE when the database needs too long
 */
export async function readFlow(pool: Pool, reader: SagaReader, input: FlowInput): Promise<Counted> {
  const { scope, masker, now } = reader;
  const { vhost, exchange, eventType, sagaType } = input;
  guardFilter({ vhost, exchange, eventType }, masker);
  guardFilter({ vhost, eventType: sagaType }, masker);
  const view = {
    scope,
    exchange,
    eventType,
    shown: (type: string, place: { vhost: string; exchange: string }) => {
      const judge = masker.judgeOf(place);
      return judge ? maskShapes(type, judge.shapes) : type;
    },
  };
  if (input.variant !== undefined) {
    const { counts, countedFrom } = await readVariantFlow(pool, scope, { ...input, variant: input.variant });
    return { ...graphOf(counts, view), countedFrom: countedFrom?.toISOString() ?? null };
  }
  if (sagaType !== undefined && !(await beginsWithin(pool, scope, sagaType)))
    return { ...graphOf([], view), countedFrom: null };
  const counts = await countRange(pool, { ...input, to: input.to ?? openEnd(now) });
  return { ...graphOf(counts, view), countedFrom: null };
}

/** The same, and how far the counts are behind what is stored. */
export async function answerFlow(pool: Pool, reader: SagaReader, input: FlowInput): Promise<FlowAnswer> {
  const [flow, lag] = await Promise.all([readFlow(pool, reader, input), sagaLag(pool, reader.now)]);
  return { ...flow, lag };
}

/** Whether a scope shows sagas that begin with a type: by what lies in other exchanges, nobody finds theirs. */
async function beginsWithin(pool: Pool, scope: Scope, sagaType: string): Promise<boolean> {
  if (!narrow(scope)) return true;
  const starts = await askDatabase<{ vhost: string; exchange: string }>(
    pool,
    sql`SELECT DISTINCT n.vhost, n.exchange FROM flow_edge_names AS n
        WHERE n.saga_type = ${sagaType} AND n.event_type = ${sagaType} AND n.before_type = ''`,
  );
  return starts.some((place) => inScope(scope, place));
}

/** An open range reaches to the end of the day after: a worker's clock may go ahead of ours. */
const openEnd = (now: Date) => new Date((Math.floor(now.getTime() / 86_400_000) + 2) * 86_400_000);

/** No message came before or comes after: whole slots around the bounds must be moments that the database knows. */
const EARLIEST = 0;
const LATEST = Date.UTC(3000, 0);

/** A row as it comes: the names of an edge, a count of a counted edge, or a count with its names. */
interface Row {
  edge: number | null;
  bucket: number | null;
  count: number | null;
  inferred: number | null;
  dead: number | null;
  vhost: string | null;
  beforeExchange: string | null;
  beforeType: string | null;
  exchange: string | null;
  type: string | null;
}

async function countRange(
  pool: Pool,
  { from, to, vhost, sagaType }: Pick<FlowInput, "vhost" | "sagaType" | "from"> & { to: Date },
): Promise<FlowCount[]> {
  const pieces = cutRange(Math.max(EARLIEST, from?.getTime() ?? EARLIEST), Math.min(LATEST, to.getTime()));
  const slots = pieces.filter(({ level }) => level !== null);
  const narrowed = { vhost, sagaType };
  const raw = pieces.filter(({ level }) => level === null);
  const parts = [
    ...(slots.length > 0 ? COUNTED_EDGES : []),
    ...raw.flatMap((piece) => [steps(piece, narrowed), ends(piece, narrowed)]),
  ];
  if (parts.length === 0) return [];
  const rows = await askDatabase<Row>(
    pool,
    sql`${slots.length > 0 ? sql`WITH ${counted(slots, narrowed)}` : sql``}
        SELECT edge, bucket, count, inferred, dead, vhost, before_exchange AS "beforeExchange",
          before_type AS "beforeType", exchange, event_type AS type
        FROM (${unionOf(parts)}) AS part (edge, bucket, count, inferred, dead, vhost, before_exchange, before_type, exchange, event_type)`,
  );
  return joined(rows);
}

/** Puts names and counts together, which come apart so that a name is sent once. */
function joined(rows: readonly Row[]): FlowCount[] {
  const names = new Map<number, Row>();
  for (const row of rows) if (row.edge !== null && row.bucket === null) names.set(row.edge, row);
  const counts: FlowCount[] = [];
  for (const row of rows) {
    if (row.bucket === null) continue;
    const { vhost, beforeExchange, beforeType, exchange, type } = (
      row.edge === null ? row : names.get(row.edge)
    ) as FlowCount;
    const { bucket, count, inferred, dead } = row as FlowCount;
    counts.push({ vhost, beforeExchange, beforeType, exchange, type, bucket, count, inferred, dead });
  }
  return counts;
}

type Narrowed = Pick<FlowInput, "vhost" | "sagaType">;

/** Conditions on `flow_edge_names AS n`, `saga_steps AS p` joined with `sagas AS s`, or `sagas AS s`. */
function conditionsOf({ vhost, sagaType }: Narrowed, alias: "n" | "p" | "s"): SqlFragment[] {
  const vhostOf = { n: sql`n.vhost`, p: sql`p.vhost`, s: sql`s.vhost` }[alias];
  return [
    ...(vhost === undefined ? [] : [sql`${vhostOf} = ${vhost}`]),
    ...(sagaType === undefined
      ? []
      : [alias === "n" ? sql`n.saga_type = ${sagaType}` : sql`s.start_type = ${sagaType}`]),
  ];
}

/** Counts of edges in some slots, as `counted`. */
function counted(slots: readonly Piece[], narrowed: Narrowed): SqlFragment {
  const counts = slots.map(({ level, from, to, sign }) => {
    const tests = sql`e.generation = ${SERVED} AND e.level = ${level} AND e.slot >= ${at(from)} AND e.slot < ${at(to)}`;
    return sign === 1
      ? sql`SELECT e.edge, e.bucket, e.count, e.inferred, e.dead FROM flow_edges AS e WHERE ${tests}`
      : sql`SELECT e.edge, e.bucket, -e.count, -e.inferred, -e.dead FROM flow_edges AS e WHERE ${tests}`;
  });
  const tests = conditionsOf(narrowed, "n");
  return sql`counted AS MATERIALIZED (
    SELECT edge, bucket::int, sum(count::float8) AS count, sum(inferred::float8) AS inferred, sum(dead::float8) AS dead
    FROM (${unionOf(counts)}) AS all_of (edge, bucket, count, inferred, dead)
    ${tests.length > 0 ? sql`WHERE edge IN (SELECT n.id FROM flow_edge_names AS n WHERE ${allOf(tests)})` : sql``}
    GROUP BY edge, bucket)`;
}

/** What was counted, and the names of those edges alone: others may have any number of names. */
const COUNTED_EDGES = [
  sql`SELECT n.id, NULL::int, NULL::float8, NULL::float8, NULL::float8,
        n.vhost, n.before_exchange, n.before_type, n.exchange, n.event_type
      FROM flow_edge_names AS n WHERE n.id IN (SELECT edge FROM counted)`,
  sql`SELECT edge, bucket, count, inferred, dead, NULL, NULL, NULL, NULL, NULL FROM counted`,
];

/** Events of a piece, counted one by one. */
function steps({ from, to, sign }: Piece, narrowed: Narrowed): SqlFragment {
  const saga =
    narrowed.sagaType === undefined
      ? sql``
      : sql`JOIN sagas AS s ON s.generation = p.generation AND s.key = p.key AND s.ordinal = p.ordinal`;
  const tests = allOf([
    sql`p.generation = ${SERVED} AND p.received_at >= ${at(from)} AND p.received_at < ${at(to)} AND p.role = 'event'`,
    ...conditionsOf(narrowed, "p"),
  ]);
  return sql`SELECT NULL::int, ${bucketOfStep}, ${sign}::float8 * count(*),
      ${sign}::float8 * count(*) FILTER (WHERE p.link = 'order'), ${sign}::float8 * count(*) FILTER (WHERE p.dead),
      p.vhost, p.before_exchange, p.before_type, p.exchange, p.event_type
    FROM saga_steps AS p ${saga} WHERE ${tests} GROUP BY 2, 6, 7, 8, 9, 10`;
}

/** Sagas whose last event lies in a piece. */
function ends({ from, to, sign }: Piece, narrowed: Narrowed): SqlFragment {
  const tests = allOf([
    sql`s.generation = ${SERVED} AND s.form = ANY ('{saga,single,request}'::text[])
      AND s.last_at >= ${at(from)} AND s.last_at < ${at(to)}`,
    ...conditionsOf(narrowed, "s"),
  ]);
  return sql`SELECT NULL::int, -1, ${sign}::float8 * count(*), 0, 0, s.vhost, s.last_exchange, s.last_type, '', ''
    FROM sagas AS s WHERE ${tests} GROUP BY s.vhost, s.last_exchange, s.last_type`;
}

const at = (ms: number): SqlFragment => sql`${new Date(ms).toISOString()}::timestamptz`;
