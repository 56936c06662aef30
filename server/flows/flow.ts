/** The directly-follows graph, as it is answered and drawn. Pure types. Names are hostile text. */

export interface FlowNode {
  type: string;
  count: number;
  /** Of them dead-lettered at least once. */
  dead: number;
}

/** How often `to` came right after `from`. */
export interface FlowEdge {
  /** Null: it lies outside of what the reader may see. */
  from: string | null;
  to: string | null;
  count: number;
  /** Of them linked by order, because no causation said so. */
  inferred: number;
  /** Of all that followed `from`, between 0 and 1. */
  share: number;
  /** Milliseconds; exact to within 5 % (latency-buckets.ts). Null where nothing was measured. */
  p50Ms: number | null;
  p95Ms: number | null;
  /** Of the arrivals of `to` over this edge, dead-lettered at least once: between 0 and 1. */
  deadLetterRate: number;
}

/** How often a saga began, or came to rest, with a type. */
export interface FlowEnd {
  type: string;
  count: number;
}

export interface FlowGraph {
  nodes: FlowNode[];
  edges: FlowEdge[];
  starts: FlowEnd[];
  ends: FlowEnd[];
}
