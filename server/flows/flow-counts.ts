import { inScope, type Place, type Scope } from "@/server/access/scope";
import type { FlowEdge, FlowEnd, FlowGraph, FlowNode } from "./flow";
import { percentileOf } from "./latency-buckets";

/** How often an edge was gone, of those that took about equally long. Names are hostile text. */
export interface FlowCount {
  vhost: string;
  /** Of the event before; empty: there is none, it is a start. */
  beforeExchange: string;
  beforeType: string;
  /** Of the event; an empty type: there is none, the one before was the last. */
  exchange: string;
  type: string;
  /** Of the time between both (latency-buckets.ts); -1 where there is none. */
  bucket: number;
  count: number;
  inferred: number;
  dead: number;
}

/** How counts are looked at. */
export interface FlowView {
  scope: Scope;
  /** Only events that were published to it, with what comes right before and after them. */
  exchange?: string | undefined;
  /** Only events of this type, with what comes right before and after them. */
  eventType?: string | undefined;
  /** A type as the reader may see it. */
  shown: (type: string, place: Place) => string;
}

/**
 * The graph of what was counted, as somebody may see it. An event outside of the scope is null on the edges to and from one
 * inside; edges between two of them are not told. Shares are of all that followed, also where only some of it is looked at. Pure;
 * the same counts in any order, and split in any way, give the same graph.
 */
export function graphOf(counts: Iterable<FlowCount>, view: FlowView): FlowGraph {
  const gathered = new Gathering(view);
  for (const count of counts) gathered.add(count);
  return gathered.graph();
}

interface Gathered {
  from: string | null;
  to: string | null;
  matches: boolean;
  count: number;
  inferred: number;
  dead: number;
  buckets: Map<number, number>;
}

class Gathering {
  readonly #view: FlowView;
  readonly #edges = new Map<string, Gathered>();
  /** All arrivals of a type, and those that are looked for. */
  readonly #all = new Map<string, FlowNode>();
  readonly #matching = new Map<string, FlowNode>();
  readonly #starts = new Map<string, number>();
  readonly #ends = new Map<string, number>();

  constructor(view: FlowView) {
    this.#view = view;
  }

  add(row: FlowCount): void {
    const { vhost, count } = row;
    const before = this.#look({ vhost, exchange: row.beforeExchange }, row.beforeType);
    const event = this.#look({ vhost, exchange: row.exchange }, row.type);
    if (row.type === "") {
      if (before?.matches) plus(this.#ends, before.type, count);
      return;
    }
    if (event) {
      arrive(this.#all, event.type, row);
      if (event.matches) arrive(this.#matching, event.type, row);
    }
    if (row.beforeType === "") {
      if (event?.matches) plus(this.#starts, event.type, count);
    } else if (before || event) {
      const matches = (before?.matches ?? false) || (event?.matches ?? false);
      this.#go(before?.type ?? null, event?.type ?? null, matches, row);
    }
  }

  #look(place: Place, type: string): { type: string; matches: boolean } | null {
    const { scope, exchange, eventType, shown } = this.#view;
    if (type === "" || !inScope(scope, place)) return null;
    const matches =
      (exchange === undefined || place.exchange === exchange) &&
      (eventType === undefined || type === eventType);
    return { type: shown(type, place), matches };
  }

  /** What matches is kept apart from what only counts for shares. */
  #go(from: string | null, to: string | null, matches: boolean, row: FlowCount): void {
    const key = JSON.stringify([from, to, matches]);
    let edge = this.#edges.get(key);
    if (!edge) {
      edge = { from, to, matches, count: 0, inferred: 0, dead: 0, buckets: new Map() };
      this.#edges.set(key, edge);
    }
    edge.count += row.count;
    edge.inferred += row.inferred;
    edge.dead += row.dead;
    plus(edge.buckets, row.bucket, row.count);
  }

  graph(): FlowGraph {
    const gone = [...this.#edges.values()].filter(({ count }) => count > 0);
    const followed = new Map<string | null, number>();
    for (const { from, count } of gone) plus(followed, from, count);
    const edges = gone
      .filter(({ matches }) => matches)
      .map((edge) => toEdge(edge, followed.get(edge.from)!))
      .sort(
        (a, b) => b.count - a.count || byText(a.from ?? "", b.from ?? "") || byText(a.to ?? "", b.to ?? ""),
      );
    const [starts, ends] = [endsOf(this.#starts), endsOf(this.#ends)];
    return { nodes: this.#nodes(edges, starts, ends), edges, starts, ends };
  }

  #nodes(edges: readonly FlowEdge[], starts: readonly FlowEnd[], ends: readonly FlowEnd[]): FlowNode[] {
    const types = new Set<string>();
    for (const { from, to } of edges) for (const type of [from, to]) if (type !== null) types.add(type);
    for (const { type } of [...starts, ...ends]) types.add(type);
    for (const { type, count } of this.#matching.values()) if (count > 0) types.add(type);
    // What led to an event of the range may have come before the range.
    const none = (type: string): FlowNode => ({ type, count: 0, dead: 0 });
    const nodeOf = (type: string) => {
      const matching = this.#matching.get(type);
      return matching && matching.count > 0 ? matching : (this.#all.get(type) ?? none(type));
    };
    return [...types].map(nodeOf).sort((a, b) => b.count - a.count || byText(a.type, b.type));
  }
}

function toEdge({ from, to, count, inferred, dead, buckets }: Gathered, followed: number): FlowEdge {
  return {
    from,
    to,
    count,
    inferred,
    share: count / followed,
    p50Ms: percentileOf(buckets, 0.5),
    p95Ms: percentileOf(buckets, 0.95),
    deadLetterRate: dead / count,
  };
}

function arrive(nodes: Map<string, FlowNode>, type: string, { count, dead }: FlowCount): void {
  const node = nodes.get(type) ?? { type, count: 0, dead: 0 };
  nodes.set(type, { type, count: node.count + count, dead: node.dead + dead });
}

function endsOf(counts: ReadonlyMap<string, number>): FlowEnd[] {
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([type, count]) => ({ type, count }))
    .sort((a, b) => b.count - a.count || byText(a.type, b.type));
}

function plus<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
