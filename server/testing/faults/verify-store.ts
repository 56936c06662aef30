import { expect } from "vitest";
import type { Ledger } from "./numbered-publisher";
import type { FaultRig } from "./rig";

/**
 * Waits until every confirmed message is stored and sequenced, then checks the whole store: every confirmed number
 * once, every other at most once, and rollups, streams and log equal to the rows.
 */
export async function verifyStore(rig: FaultRig, ledger: Ledger, exchange: string): Promise<void> {
  const stored = await settled(rig, ledger, exchange);
  const seen = new Map<number, number>();
  for (const n of stored) seen.set(n, (seen.get(n) ?? 0) + 1);
  const lost = [...ledger.confirmed].filter((n) => !seen.has(n));
  const twice = [...seen].filter(([, times]) => times > 1).map(([n]) => n);
  const invented = [...seen.keys()].filter((n) => !ledger.confirmed.has(n) && !ledger.unknown.has(n));
  expect({ lost, twice, invented }).toEqual({ lost: [], twice: [], invented: [] });

  const [facts] = await rig.query<Record<string, number>>(`SELECT
    (SELECT count(*) FROM messages)::int AS messages,
    (SELECT count(*) FROM messages WHERE reading = 'event')::int AS events,
    (SELECT sum(count) FROM traffic_minutes)::int AS traffic,
    (SELECT sum(count) FROM batches)::int AS batched,
    (SELECT max(position + count) FROM batches)::int AS log,
    (SELECT sum(version) FROM streams)::int AS versions,
    (SELECT count(DISTINCT (stream_id, stream_seq)) FROM messages)::int AS places,
    (SELECT count(*) FROM quarantined_messages)::int AS quarantined`);
  const n = facts!.messages;
  expect(facts).toEqual({
    messages: n,
    events: n,
    traffic: n,
    batched: n,
    log: n,
    versions: n,
    places: n,
    quarantined: 0,
  });
}

/** The numbers of all stored messages, once nothing more comes. */
async function settled(rig: FaultRig, ledger: Ledger, exchange: string): Promise<number[]> {
  const deadline = Date.now() + 90_000;
  let before = -1;
  for (;;) {
    const rows = await rig
      .query<{ n: number }>(
        `SELECT (convert_from(body, 'UTF8')::jsonb -> 'eventData' ->> 'n')::int AS n FROM messages WHERE exchange = $1`,
        [exchange],
      )
      .catch(() => null);
    const [open] = (await rig
      .query<{ open: number }>(
        "SELECT count(*)::int AS open FROM batches WHERE position IS NULL AND count > 0",
      )
      .catch(() => [])) as { open: number }[];
    const numbers = rows?.map((row) => row.n) ?? [];
    const all = new Set(numbers);
    const complete = [...ledger.confirmed].every((n) => all.has(n));
    if ((complete && open?.open === 0 && numbers.length === before) || Date.now() > deadline) return numbers;
    before = numbers.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
