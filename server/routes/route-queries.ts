import { inScope, type Scope } from "@/server/access/scope";
import { decodeProperties } from "@/server/broker/decode-properties";
import type { FieldEntry, FieldValue } from "@/server/broker/field-table";
import { AUDIT_QUEUE, TAP_EXCHANGE } from "@/server/broker/plumbing";
import { SillageError } from "@/server/errors";
import { readMessage, type StoredMessage } from "@/server/event-store/read-message";
import type { Masker } from "@/server/masking/masker";
import type { BrokerReader } from "@/server/topology/broker-reader";
import type { WebServices } from "@/server/web-services";
import { findRoute, type Route } from "./find-route";
import { maskRoute } from "./mask-route";
import type { RouteOutput } from "./route-schemas";

/**
 * The route that a message takes by the bindings of now. What it took when it was published may have been another:
 * nobody writes bindings down with the messages.
 * @throws SillageError NOT_FOUND
 */
export async function getRoute(
  { searchPool, broker }: Pick<WebServices, "searchPool" | "broker">,
  scope: Scope,
  masker: Masker,
  id: string,
): Promise<RouteOutput> {
  const message = await readMessage(searchPool, id, scope);
  if (!message) throw new SillageError("NOT_FOUND", `There is no message ${id}.`);
  return routeFor({ broker }, scope, masker, message);
}

/** What a route is told by. */
export type RoutedMessage = Pick<StoredMessage, "vhost" | "exchange" | "routingKey" | "rawProperties">;

/** The route of a message that was read already, of the scope. */
export async function routeFor(
  { broker }: Pick<WebServices, "broker">,
  scope: Scope,
  masker: Masker,
  message: RoutedMessage,
): Promise<RouteOutput> {
  return maskRoute(await routeOf(message, scope, broker), masker.judgeOf(message));
}

async function routeOf(
  message: RoutedMessage,
  scope: Scope,
  broker: BrokerReader | null,
): Promise<RouteOutput> {
  const headers = decodeProperties(message.rawProperties).properties.headers ?? [];
  const routingKeys = [...new Set([message.routingKey, ...carbonCopies(headers)])];
  const unknown: RouteOutput = {
    exchange: message.exchange,
    routingKeys,
    problem: null,
    readAt: null,
    hops: [],
    queues: [],
    tapped: false,
    deaths: deathsOf(headers),
  };
  if (!broker) return { ...unknown, problem: { code: "no_broker", detail: null } };
  if (!broker.vhosts.includes(message.vhost))
    return { ...unknown, problem: { code: "not_observed", detail: message.vhost } };
  const { reading, readAt, problem } = await broker.read(message.vhost);
  const unreachable = problem === null ? null : { code: "unreachable" as const, detail: problem };
  if (!reading || !readAt) return { ...unknown, problem: unreachable };
  const { exchanges, bindings, queues, policies, refused } = reading;
  if (!exchanges || !bindings || (message.exchange === "" && !queues)) {
    const detail = refused.map(({ part }) => part).join(", ");
    return { ...unknown, problem: { code: "refused", detail } };
  }
  const topology = { exchanges, bindings, queues: queues ?? [], policies };
  const route = findRoute(topology, message.exchange, { routingKeys, headers });
  const shown = withinScope(withoutTaps(route), message, scope);
  return { ...unknown, ...shown, problem: unreachable, readAt: readAt.toISOString() };
}

/** Our own copy is told in one word and drawn nowhere. */
function withoutTaps({ hops, queues }: Route): Pick<RouteOutput, "hops" | "queues" | "tapped"> {
  return {
    hops: hops
      .filter((hop) => hop.exchange !== TAP_EXCHANGE)
      .map((hop) => ({
        ...hop,
        bindings: hop.bindings.filter((binding) => binding.destination !== TAP_EXCHANGE),
      })),
    queues: queues.filter(({ name }) => name !== AUDIT_QUEUE),
    tapped: queues.some(({ name }) => name === AUDIT_QUEUE),
  };
}

/** Exchanges outside of the scope are not told, nor are queues that only they lead to. */
function withinScope(
  { hops, queues, tapped }: ReturnType<typeof withoutTaps>,
  { vhost, exchange }: { vhost: string; exchange: string },
  scope: Scope,
): ReturnType<typeof withoutTaps> {
  const visible = (name: string | null) => name !== null && inScope(scope, { vhost, exchange: name });
  const shown = hops
    .filter((hop) => visible(hop.exchange))
    .map((hop) => ({
      ...hop,
      from: visible(hop.from) ? hop.from : null,
      alternate: visible(hop.alternate) ? hop.alternate : null,
      bindings: hop.bindings.filter(
        ({ destination, destinationType }) => destinationType === "queue" || visible(destination),
      ),
    }));
  const reached = new Set(
    shown.flatMap((hop) =>
      hop.bindings.flatMap((it) => (it.destinationType === "queue" ? [it.destination] : [])),
    ),
  );
  // What is sent through the default exchange goes to its queue without a binding.
  return { hops: shown, queues: queues.filter(({ name }) => exchange === "" || reached.has(name)), tapped };
}

/** More routing keys, in a header that only RabbitMQ knows. A BCC header is gone before anybody sees the message. */
function carbonCopies(headers: readonly FieldEntry[]): string[] {
  const value = headers.find(({ name }) => name === "CC")?.value;
  if (value?.type !== "array") return [];
  return value.value.flatMap((member) => (member.type === "text" ? [member.value] : []));
}

function deathsOf(headers: readonly FieldEntry[]): RouteOutput["deaths"] {
  const value = headers.find(({ name }) => name === "x-death")?.value;
  if (value?.type !== "array") return [];
  return value.value.slice(0, 50).flatMap((death) => {
    if (death.type !== "table") return [];
    const text = (name: string) => String(entry(death.value, name)?.value ?? "");
    const count = entry(death.value, "count")?.value;
    return [
      {
        queue: text("queue"),
        exchange: text("exchange"),
        reason: text("reason"),
        count: typeof count === "number" ? count : null,
      },
    ];
  });
}

const entry = (entries: readonly FieldEntry[], name: string): FieldValue | undefined =>
  entries.find((it) => it.name === name)?.value;
