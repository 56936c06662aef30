import type { HeaderTable, HeaderValue } from "@/server/broker/encode-properties";

/** How and where a message died. */
export interface Death {
  reason: "rejected" | "expired";
  queue: string;
  /** Milliseconds since 1970. */
  at: number;
  exchange: string;
  routingKey: string;
}

type Entry = { [name: string]: HeaderValue };

/**
 * The headers after a death, as RabbitMQ 3.10 writes them: the newest death first, one entry for each queue and
 * reason, the whole table sorted by name, and so is an entry that joins others (but not the very first).
 */
export function headersAfterDeath(headers: HeaderTable, death: Death): HeaderTable {
  const before = (headers["x-death"] ?? []) as Entry[];
  const same = before.find((entry) => entry.queue === death.queue && entry.reason === death.reason);
  const others = before.filter((entry) => entry !== same);
  const count = same ? (same.count as { value: number }).value + 1 : 1;
  const entry: Entry = {
    count: { "!": "long", value: count },
    reason: death.reason,
    queue: death.queue,
    time: { "!": "timestamp", value: Math.floor(death.at / 1000) },
    exchange: death.exchange,
    "routing-keys": [death.routingKey],
  };
  const first: HeaderTable = {
    "x-first-death-exchange": death.exchange,
    "x-first-death-queue": death.queue,
    "x-first-death-reason": death.reason,
  };
  const newest = before.length === 0 ? entry : sorted(entry);
  return sorted({ ...first, ...headers, "x-death": [newest, ...others] });
}

function sorted(table: HeaderTable): HeaderTable {
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
}
