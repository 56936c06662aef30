import type { Received, ShopMessage } from "./shop-message";

/** The moment at which a consumer handles a message, and what it may know beside the message. */
export interface Moment {
  /** Milliseconds since 1970. */
  now: number;
  /** How many times longer than in the live demo people take: 1 live, more in the history. */
  pace: number;
  /** Whether this consumer gave up on that before, in this process. */
  gaveUpOn(key: string): boolean;
}

/** What a consumer does about a message. Nothing to publish and no rejection: it was acked, and nothing follows. */
export interface Reaction {
  /** How long the work takes; the message stays unacked for so long. */
  afterMs: number;
  publish: readonly ShopMessage[];
  /** Set when the consumer gives up: rejected without requeue. The key is what `gaveUpOn` answers to from now on. */
  giveUp?: string;
}

/** A consumer as a pure function, so that the live shop and the simulated history are the same shop. */
export type Handler = (received: Received, moment: Moment) => Reaction;

export interface ExchangeSpec {
  name: string;
  type: "topic" | "fanout" | "direct" | "headers";
  /** Where goes what no binding takes. */
  alternate?: string;
}

export interface BindingSpec {
  exchange: string;
  key: string;
  /** For a headers exchange: all of them must match. */
  match?: Record<string, string>;
}

export interface QueueSpec {
  name: string;
  bindings: readonly BindingSpec[];
  ttlMs?: number;
  /** Beyond it, the oldest are dropped. */
  maxLength?: number;
  /** `exchange` "" with a key returns to the queue of that name. */
  deadLetter?: { exchange: string; key?: string };
  /** A queue without one waits for its TTL, or for an operator. */
  handler?: Handler;
}

/** What a start publishes, and when: messages of a customer or a machine that no other message caused. */
export interface Start {
  /** After the moment of the start. */
  afterMs: number;
  message: ShopMessage;
}

/** One of the systems of the shop: somebody else's services, with their own exchanges, queues and dialect. */
export interface System {
  name: string;
  /** Parts of all starts that are its own. */
  share: number;
  exchanges: readonly ExchangeSpec[];
  queues: readonly QueueSpec[];
  /** The longest that one of its sagas lasts, at a pace. */
  longestMs(pace: number): number;
  /** Begins a saga. Each call has its own `at`: it names the saga and seeds all that becomes of it. */
  start(at: number): readonly Start[];
}

/** Acked, and nothing follows. */
export const NOTHING: Reaction = { afterMs: 20, publish: [] };
