import type { Arrived } from "../saga";
import type { GroupKey } from "../saga-key";

/** A key of a test; all of them share a correlation id. */
export const TOLD_KEY: GroupKey = {
  key: "00000000-0000-0000-0000-000000000001",
  vhost: "/",
  basis: "correlation",
  value: "c-1",
};

/** An arrival under a key, told by what matters. `ms` after the epoch. */
export function told(id: number, ms: number, type: string, fields: Partial<Arrived> = {}): Arrived {
  return {
    id: String(id),
    at: ms * 1_000,
    vhost: "/",
    role: "event",
    firstId: null,
    exchange: "shop",
    type,
    kind: "event",
    producer: null,
    eventId: `e${id}`,
    causationId: null,
    streamId: null,
    declaredVersion: null,
    ...fields,
  };
}
