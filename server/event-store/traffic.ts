import type { ClientBase } from "pg";
import { plainArray, textArray } from "./array-literal";
import type { Placement } from "./message-row";
import type { ArrivalRecord } from "./record";

interface Cell {
  minute: number;
  vhost: string;
  exchange: string;
  arrival: string;
  reading: string;
  eventType: string;
  kind: string;
  count: number;
  bytes: number;
}

/** Adds a batch to the per-minute rollups, in the batch's own transaction: they equal the raw counts at every moment. */
export async function countTraffic(
  client: ClientBase,
  records: readonly ArrivalRecord[],
  placements: readonly Placement[],
): Promise<void> {
  const cells = new Map<string, Cell>();
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    const minute = Math.floor(record.receivedAt / 60_000);
    const { reading, arrival } = placements[i]!;
    const eventType = record.envelope?.eventType ?? "";
    const kind = record.envelope?.kind ?? "";
    const key = `${minute}\0${record.exchange}\0${eventType}\0${kind}\0${arrival}\0${reading}\0${record.vhost}`;
    const cell = cells.get(key);
    if (cell) {
      cell.count++;
      cell.bytes += record.bodySize;
    } else {
      cells.set(key, {
        minute: minute * 60,
        vhost: record.vhost,
        exchange: record.exchange,
        arrival,
        reading,
        eventType,
        kind,
        count: 1,
        bytes: record.bodySize,
      });
    }
  }
  const rows = [...cells.values()];
  await client.query({
    name: "traffic-count",
    text: `INSERT INTO traffic_minutes AS t (minute, vhost, exchange, arrival, reading, event_type, kind, count, bytes)
           SELECT to_timestamp(m), v, x, a::arrival, r::reading, e, k, n, b
           FROM unnest($1::float8[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[])
             AS new (m, v, x, a, r, e, k, n, b)
           ORDER BY m, v COLLATE "C", x COLLATE "C", a, r, e COLLATE "C", k
           ON CONFLICT (minute, vhost, exchange, arrival, reading, event_type, kind)
           DO UPDATE SET count = t.count + excluded.count, bytes = t.bytes + excluded.bytes`,
    values: [
      plainArray(rows.map((row) => row.minute)),
      textArray(rows.map((row) => row.vhost)),
      textArray(rows.map((row) => row.exchange)),
      textArray(rows.map((row) => row.arrival)),
      textArray(rows.map((row) => row.reading)),
      textArray(rows.map((row) => row.eventType)),
      textArray(rows.map((row) => row.kind)),
      plainArray(rows.map((row) => row.count)),
      plainArray(rows.map((row) => row.bytes)),
    ],
  });
}
