import type { ClientBase } from "pg";
import { storable } from "@/server/envelopes/text";
import { type Gap, type Ledger, ledgerSchema, type Verdict } from "./completeness";
import { type QueueMemory, queueMemorySchema } from "./queue-judge";

/** SQL of the proof of completeness, on the connection that leads the virtual host (see leadership.ts). */

export interface SampledExchange {
  name: string;
  type: string;
  life: number;
  coverage: "complete" | "partial";
  tappedAt: number;
  retappedAt: number | null;
}

export interface StoredCounts {
  /** By exchange: arrivals that clients published, stored or in quarantine, since the origin. */
  accounted: Map<string, { stored: number; quarantined: number }>;
  deadLettered: number;
  lastStoredAt: number | null;
}

export interface SamplingState {
  /** Arrivals are summed from this minute on; what came before is in each exchange's base. */
  since: number;
  queue: QueueMemory;
  /** Dead letters stored before `since`. */
  deadLetteredBase: number;
}

/** The exchanges whose tap is in force. */
export async function tappedExchanges(client: ClientBase, vhost: string): Promise<SampledExchange[]> {
  const { rows } = await client.query<{
    name: string;
    type: string;
    life: number;
    coverage: "complete" | "partial";
    tapped_at: Date;
    retapped_at: Date | null;
  }>(
    `SELECT name, type, life, coverage, tapped_at, retapped_at FROM exchanges
     WHERE vhost = $1 AND tapped_at IS NOT NULL AND deleted_at IS NULL AND coverage IN ('complete', 'partial')`,
    [vhost],
  );
  return rows.map((row) => ({
    name: row.name,
    type: row.type,
    life: row.life,
    coverage: row.coverage,
    tappedAt: row.tapped_at.getTime(),
    retappedAt: row.retapped_at?.getTime() ?? null,
  }));
}

/** What is stored from a minute on, in one snapshot. `before` limits it to earlier minutes. */
export async function storedCounts(
  client: ClientBase,
  vhost: string,
  since: number,
  before: number | null = null,
): Promise<StoredCounts> {
  const { rows } = await client.query<{
    kind: "stored" | "dead" | "quarantined" | "last";
    exchange: Buffer;
    count: string;
  }>(
    `SELECT 'stored' AS kind, convert_to(exchange, 'UTF8') AS exchange, sum(count)::text AS count
       FROM traffic_minutes
       WHERE vhost = $1 AND minute >= $2 AND ($3::timestamptz IS NULL OR minute < $3) AND arrival <> 'dead_lettered'
       GROUP BY exchange
     UNION ALL
     SELECT 'dead', ''::bytea, coalesce(sum(count), 0)::text
       FROM traffic_minutes
       WHERE vhost = $1 AND minute >= $2 AND ($3::timestamptz IS NULL OR minute < $3) AND arrival = 'dead_lettered'
     UNION ALL
     SELECT 'quarantined', exchange, count(*)::text
       FROM quarantined_messages
       WHERE vhost = $1 AND received_at >= $2 AND ($3::timestamptz IS NULL OR received_at < $3) AND imported_at IS NULL
       GROUP BY exchange
     UNION ALL
     SELECT 'last', ''::bytea, (extract(epoch FROM max(received_to)) * 1000)::bigint::text
       FROM (SELECT received_to FROM batches WHERE queue = $1 ORDER BY id DESC LIMIT 20) AS recent`,
    [vhost, new Date(since), before === null ? null : new Date(before)],
  );
  const counts: StoredCounts = { accounted: new Map(), deadLettered: 0, lastStoredAt: null };
  for (const { kind, exchange, count } of rows) {
    if (kind === "dead") counts.deadLettered = Number(count);
    else if (kind === "last") counts.lastStoredAt = count === null ? null : Number(count);
    else {
      const name = storable(exchange.toString("utf8"));
      const entry = counts.accounted.get(name) ?? { stored: 0, quarantined: 0 };
      entry[kind] += Number(count);
      counts.accounted.set(name, entry);
    }
  }
  return counts;
}

/** Arrivals of an exchange from a minute on that cannot have come through a tap bound at `tappedAt`. */
export async function storedBeforeTap(
  client: ClientBase,
  vhost: string,
  exchange: string,
  since: number,
  tappedAt: number,
): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `SELECT count(*)::text AS count FROM messages
     WHERE exchange = $1 AND vhost = $2 AND received_at >= $3 AND received_at < $4
       AND arrival NOT IN ('dead_lettered', 'appended')`,
    [exchange, vhost, new Date(since), new Date(tappedAt)],
  );
  return Number(rows[0]!.count);
}

export async function loadSamplingState(client: ClientBase, vhost: string): Promise<SamplingState | null> {
  const { rows } = await client.query<{ since: Date; state: { queue: unknown; deadLetteredBase: number } }>(
    "SELECT since, state FROM sampling_states WHERE vhost = $1",
    [vhost],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    since: row.since.getTime(),
    queue: queueMemorySchema.parse(row.state.queue),
    deadLetteredBase: row.state.deadLetteredBase,
  };
}

export async function saveSamplingState(
  client: ClientBase,
  vhost: string,
  { since, ...state }: SamplingState,
  at: number,
): Promise<void> {
  await client.query(
    `INSERT INTO sampling_states (vhost, since, state, updated_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (vhost) DO UPDATE SET since = excluded.since, state = excluded.state, updated_at = excluded.updated_at`,
    [vhost, new Date(since), JSON.stringify(state), new Date(at)],
  );
}

/** A ledger and what stands beside it in its row. */
export interface LedgerRow {
  ledger: Ledger;
  verdict: Verdict;
  storedBase: number;
}

export async function loadLedgers(client: ClientBase, vhost: string): Promise<Map<string, LedgerRow>> {
  const { rows } = await client.query<{
    exchange: string;
    stored_base: string;
    ledger: unknown;
    verdict: Verdict;
  }>("SELECT exchange, stored_base::text, ledger, verdict FROM exchange_ledgers WHERE vhost = $1", [vhost]);
  return new Map(
    rows.map((row) => [
      row.exchange,
      {
        ledger: ledgerSchema.parse(row.ledger),
        verdict: row.verdict,
        storedBase: Number(row.stored_base),
      },
    ]),
  );
}

export async function saveLedgers(
  client: ClientBase,
  vhost: string,
  ledgers: ReadonlyMap<string, LedgerRow>,
  at: number,
): Promise<void> {
  if (ledgers.size === 0) return;
  const rows = [...ledgers].map(([exchange, row]) => ({ exchange, ...row }));
  await client.query(
    `INSERT INTO exchange_ledgers (vhost, exchange, stored_base, ledger, verdict, updated_at)
     SELECT $1, exchange, "storedBase", ledger, verdict, $3
     FROM jsonb_to_recordset($2) AS new (exchange text, "storedBase" bigint, ledger jsonb, verdict jsonb)
     ON CONFLICT (vhost, exchange) DO UPDATE SET stored_base = excluded.stored_base, ledger = excluded.ledger,
       verdict = excluded.verdict, updated_at = excluded.updated_at`,
    [vhost, JSON.stringify(rows), new Date(at)],
  );
}

export async function saveGaps(
  client: ClientBase,
  vhost: string,
  gaps: readonly (Gap & { exchange: string })[],
  at: number,
): Promise<void> {
  for (const gap of gaps) {
    await client.query(
      `INSERT INTO delivery_gaps (vhost, exchange, from_at, to_at, count, exact, cause, candidates, noted_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        vhost,
        gap.exchange,
        new Date(gap.from),
        new Date(gap.to),
        gap.count,
        gap.exact,
        gap.cause,
        gap.candidates,
        new Date(at),
      ],
    );
  }
}

export interface SampleRow {
  exchange: string;
  published: number | null;
  stored: number;
  quarantined: number;
}

export async function saveSamples(
  client: ClientBase,
  vhost: string,
  samples: readonly SampleRow[],
  queue: {
    published: number | null;
    acked: number | null;
    ready: number | null;
    unacked: number | null;
  } | null,
  waiting: number | null,
  at: number,
): Promise<void> {
  if (samples.length > 0) {
    await client.query(
      `INSERT INTO exchange_samples (vhost, exchange, at, published, stored, quarantined)
       SELECT $1, exchange, $3, published, stored, quarantined
       FROM jsonb_to_recordset($2) AS new (exchange text, published bigint, stored bigint, quarantined bigint)
       ON CONFLICT DO NOTHING`,
      [vhost, JSON.stringify(samples), new Date(at)],
    );
  }
  if (queue) {
    await client.query(
      `INSERT INTO audit_queue_samples (vhost, at, published, acked, ready, unacked, waiting)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [vhost, new Date(at), queue.published, queue.acked, queue.ready, queue.unacked, waiting],
    );
  }
}

/** Lets go of samples that nobody needs any more. Gaps stay. */
export async function dropOldSamples(client: ClientBase, vhost: string, before: number): Promise<void> {
  const values = [vhost, new Date(before)];
  await client.query("DELETE FROM exchange_samples WHERE vhost = $1 AND at < $2", values);
  await client.query("DELETE FROM audit_queue_samples WHERE vhost = $1 AND at < $2", values);
}
