import type { HeaderTable, HeaderValue } from "@/server/broker/encode-properties";
import { seeded } from "../random";
import type { Received, ShopMessage } from "../shop-message";
import type { QueueSpec, System } from "../system";
import { Agenda } from "./agenda";
import { type Death, headersAfterDeath } from "./deaths";
import { type Route, routing } from "./route";

/** A message as an observer of every exchange sees it. */
export interface Arrival {
  /** Milliseconds since 1970. */
  at: number;
  message: ShopMessage;
}

/** A saga to begin. */
export interface Beginning {
  at: number;
  system: System;
}

type Happening =
  | { what: "publish"; system: System; message: ShopMessage }
  | { what: "deliver"; system: System; queue: QueueSpec; message: ShopMessage }
  | { what: "die"; system: System; queue: QueueSpec; message: ShopMessage; reason: Death["reason"] };

/**
 * Plays the shop without a broker: the same services, routed, retried, expired and dead-lettered as RabbitMQ would do
 * it, in simulated time. Pure: the same beginnings give the same messages.
 * @param beginnings ordered by time
 * @returns what an observer sees, ordered by time
 */
export function* simulate(beginnings: Iterable<Beginning>, pace: number): Generator<Arrival> {
  const shop = new Simulation(pace);
  for (const { at, system } of beginnings) {
    yield* shop.until(at);
    for (const { afterMs, message } of system.start(at)) shop.publish(at + afterMs, system, message);
  }
  yield* shop.until(Number.POSITIVE_INFINITY);
}

class Simulation {
  readonly #agenda = new Agenda<Happening>();
  readonly #routes = new Map<System, (message: ShopMessage) => Route>();
  readonly #gaveUp = new Set<string>();
  readonly #pace: number;
  /** Seeds the milliseconds that a wire takes. */
  readonly #wire = seeded("wire");

  constructor(pace: number) {
    this.#pace = pace;
  }

  publish(at: number, system: System, message: ShopMessage): void {
    this.#agenda.add(at, { what: "publish", system, message });
  }

  *until(end: number): Generator<Arrival> {
    while (this.#agenda.nextAt < end) {
      const { at, what } = this.#agenda.next()!;
      if (what.what === "publish") yield* this.#arrive(at, what.system, what.message);
      else if (what.what === "deliver") this.#handle(at, what.system, what.queue, what.message);
      else yield* this.#die(at, what.system, what.queue, what.message, what.reason);
    }
  }

  *#arrive(at: number, system: System, message: ShopMessage): Generator<Arrival> {
    const { queues, seen } = this.#routeOf(system)(message);
    if (seen) yield { at: at + 1, message };
    for (const queue of queues) this.#enqueue(at, system, queue, message);
  }

  #enqueue(at: number, system: System, queue: QueueSpec, message: ShopMessage): void {
    if (queue.handler) {
      this.#agenda.add(at + this.#wire.int(2, 9), { what: "deliver", system, queue, message });
    } else if (queue.ttlMs !== undefined) {
      this.#agenda.add(at + queue.ttlMs, { what: "die", system, queue, message, reason: "expired" });
    }
  }

  #handle(at: number, system: System, queue: QueueSpec, message: ShopMessage): void {
    const moment = { now: at, pace: this.#pace, gaveUpOn: (key: string) => this.#gaveUp.has(key) };
    const { afterMs, publish, giveUp } = queue.handler!(received(message), moment);
    for (const next of publish) this.publish(at + afterMs, system, next);
    if (giveUp === undefined) return;
    this.#gaveUp.add(giveUp);
    this.#agenda.add(at + afterMs, { what: "die", system, queue, message, reason: "rejected" });
  }

  *#die(
    at: number,
    system: System,
    queue: QueueSpec,
    message: ShopMessage,
    reason: Death["reason"],
  ): Generator<Arrival> {
    if (!queue.deadLetter) return;
    const { exchange, key = message.routingKey } = queue.deadLetter;
    const { exchange: from, routingKey } = message;
    const headers = headersAfterDeath(message.headers, {
      reason,
      queue: queue.name,
      at,
      exchange: from,
      routingKey,
    });
    const dead: ShopMessage = { ...message, exchange, routingKey: key, headers };
    if (exchange !== "") yield* this.#arrive(at, system, dead);
    else this.#enqueue(at, system, system.queues.find(({ name }) => name === key)!, dead);
  }

  #routeOf(system: System): (message: ShopMessage) => Route {
    const known = this.#routes.get(system);
    if (known) return known;
    const route = routing(system);
    this.#routes.set(system, route);
    return route;
  }
}

function received(message: ShopMessage): Received {
  return { ...message, headers: decodedHeaders(message.headers) };
}

/** Headers as an AMQP client decodes them: whole numbers without their width; times keep their tag. */
export function decodedHeaders(headers: HeaderTable): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, decoded(value)]));
}

function decoded(value: HeaderValue): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== "object") return value;
  if (value["!"] === "long") return value.value;
  return value["!"] === "timestamp" ? value : decodedHeaders(value as HeaderTable);
}
