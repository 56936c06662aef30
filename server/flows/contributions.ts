import type { SagaStep } from "@/server/sagas/saga";
import { SLOT_MS } from "./flow-range";
import { bucketOf } from "./latency-buckets";

/** The bucket of what has no time: a start, an end. */
const NO_TIME = -1;

/**
 * What an event or an instance adds to the directly-follows graph: each event once, on the edge from the one before it; each
 * instance once more, on the edge from its last event to nothing. Pure.
 */

/** An edge of the graph. Names are hostile text; a type is empty where there is nothing before or after. */
export interface Edge {
  vhost: string;
  /** Type of the first event of the saga; empty for an event that belongs to none. */
  sagaType: string;
  beforeExchange: string;
  beforeType: string;
  exchange: string;
  type: string;
}

/** One going over an edge. */
export interface Contribution {
  edge: Edge;
  /** Microseconds since 1970. */
  at: number;
  bucket: number;
  inferred: boolean;
  dead: boolean;
}

/** What an event adds. `sagaType` is empty where it belongs to no saga. */
export function ofStep(
  sagaType: string,
  { vhost, exchange, type, at, before, dead }: SagaStep,
): Contribution {
  return {
    edge: {
      vhost,
      sagaType,
      beforeExchange: before?.exchange ?? "",
      beforeType: before?.type ?? "",
      exchange,
      type,
    },
    at,
    bucket: before ? bucketOf(before.gapMs) : NO_TIME,
    inferred: before?.link === "order",
    dead,
  };
}

/** What the end of an instance adds: it came to rest with its last event, as far as is known. */
export function ofEnd(sagaType: string, { vhost, exchange, type, at }: SagaStep): Contribution {
  return {
    edge: { vhost, sagaType, beforeExchange: exchange, beforeType: type, exchange: "", type: "" },
    at,
    bucket: NO_TIME,
    inferred: false,
    dead: false,
  };
}

/** Width of a slot of each level, in microseconds. */
export const SLOT_WIDTHS = SLOT_MS.map((ms) => ms * 1_000);

/** How many more, or fewer, there are on an edge in a slot and bucket. */
export interface Change {
  level: number;
  /** Where the slot begins, microseconds since 1970. */
  slot: number;
  edge: Edge;
  bucket: number;
  count: number;
  inferred: number;
  dead: number;
}

/** Adds up what changes. What comes and goes alike leaves nothing. */
export class Changes {
  readonly #edges = new Map<string, { edge: Edge; slots: Map<number, Map<number, Change>> }>();

  /** @param times 1 for what is there now, -1 for what was before */
  add({ edge: named, at, bucket, inferred, dead }: Contribution, times: 1 | -1): void {
    const { edge, slots } = this.#known(named);
    const finest = SLOT_WIDTHS[0]!;
    const slot = Math.floor(at / finest) * finest;
    const buckets = getOrPut(slots, slot, () => new Map<number, Change>());
    const change = getOrPut(buckets, bucket, () => ({
      level: 0,
      slot,
      edge,
      bucket,
      count: 0,
      inferred: 0,
      dead: 0,
    }));
    change.count += times;
    if (inferred) change.inferred += times;
    if (dead) change.dead += times;
  }

  /** What is different at all levels. Changes of one edge share the object that names it. */
  all(): Change[] {
    const changes: Change[] = [];
    for (const { slots } of this.#edges.values()) {
      const fine = [...slots.values()].flatMap((buckets) => [...buckets.values()]).filter(counts);
      changes.push(...fine);
      for (let level = 1; level < SLOT_WIDTHS.length; level++) {
        changes.push(...coarser(fine, level, SLOT_WIDTHS[level]!).filter(counts));
      }
    }
    return changes;
  }

  #known(edge: Edge): { edge: Edge; slots: Map<number, Map<number, Change>> } {
    // No name holds a NUL: the store's text cannot.
    const { vhost, sagaType, beforeExchange, beforeType, exchange, type } = edge;
    const key = `${vhost}\0${sagaType}\0${beforeExchange}\0${beforeType}\0${exchange}\0${type}`;
    return getOrPut(this.#edges, key, () => ({ edge, slots: new Map() }));
  }
}

const counts = ({ count, inferred, dead }: Change): boolean => count !== 0 || inferred !== 0 || dead !== 0;

function coarser(fine: readonly Change[], level: number, width: number): Change[] {
  const slots = new Map<string, Change>();
  for (const change of fine) {
    const slot = Math.floor(change.slot / width) * width;
    const sum = getOrPut(slots, `${slot} ${change.bucket}`, () => ({
      ...change,
      level,
      slot,
      count: 0,
      inferred: 0,
      dead: 0,
    }));
    sum.count += change.count;
    sum.inferred += change.inferred;
    sum.dead += change.dead;
  }
  return [...slots.values()];
}

function getOrPut<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
