import { randomUUID } from "node:crypto";
import type { EventFacts, ExchangeFacts, SystemFacts } from "./system-facts";

/** Types of exchanges that the AMQP binding of AsyncAPI has a word for. */
const KNOWN_TYPES = new Set(["topic", "direct", "fanout", "headers"]);

interface Json {
  [key: string]: unknown;
}

/**
 * The system as an AsyncAPI 3.0 document, as JSON text: a channel for each exchange, its event types as messages, an operation
 * for each that sends or reads on it. What AsyncAPI has no word for stands under `x-sillage`. Examples are put in as they are
 * written, so that no number is rounded. The same facts give the same text.
 */
export function asyncApiText(facts: SystemFacts): string {
  const examples: string[] = [];
  // Names of fields come from bodies, so they may be anything but what is not known before.
  const mark = randomUUID();
  const document = asyncApi(facts, (example) => `${mark} ${examples.push(example) - 1}`);
  const marks = new RegExp(`"${mark} (\\d+)"`, "g");
  return `${JSON.stringify(document, null, 2).replace(marks, (_, index) => examples[Number(index)]!)}\n`;
}

function asyncApi(facts: SystemFacts, place: (example: string) => string): Json {
  const channels: Json = {};
  const messages: Json = {};
  const operations: Json = {};
  const ids = new Ids();
  for (const [exchange, events] of byExchange(facts)) {
    const channel = ids.of(
      "channel",
      `${exchange.vhost === "/" ? "" : `${exchange.vhost}-`}${exchange.name || "default"}`,
    );
    const refs: Json = {};
    // Not the keys of an object: those that are numbers would come first.
    const messageIds = events.map(({ type }) => ids.of("message", type));
    for (const [index, id] of messageIds.entries()) {
      messages[id] = messageOf(events[index]!, place);
      refs[id] = { $ref: `#/components/messages/${id}` };
    }
    channels[channel] = {
      address: exchange.name,
      title: shown(exchange.name) || "the default exchange",
      messages: refs,
      ...bindingsOf(exchange),
      "x-sillage": { virtualHost: exchange.vhost, observed: exchange.coverage },
    };
    Object.assign(operations, operationsOf(channel, messageIds, events, ids));
  }
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Events on the broker",
      version: facts.to,
      description: `As observed from ${facts.from} to ${facts.to}. Nothing here was declared by anybody; schemas are inferred where they do not say otherwise. Personal data in examples is masked.`,
    },
    defaultContentType: "application/json",
    channels,
    operations,
    components: { messages },
    "x-sillage": {
      leftOutEvents: facts.leftOutEvents,
      sagas: facts.sagas.map(({ type, count, flow }) => ({ type, count, mermaid: flow })),
      participants: facts.participants,
      topology: facts.topology,
    },
  };
}

/** Exchanges that something was published to, each with its event types; one that is gone is told as far as it is known. */
function byExchange({ exchanges, events }: SystemFacts): [ExchangeFacts, EventFacts[]][] {
  const found = new Map<string, [ExchangeFacts, EventFacts[]]>();
  for (const event of events) {
    const key = JSON.stringify([event.vhost, event.exchange]);
    const known = exchanges.find(({ vhost, name }) => vhost === event.vhost && name === event.exchange) ?? {
      vhost: event.vhost,
      name: event.exchange,
      type: event.exchange === "" ? "direct" : "",
      durable: event.exchange === "",
      autoDelete: false,
      internal: false,
      coverage: "unknown",
    };
    const entry = found.get(key) ?? [known, []];
    found.set(key, entry);
    entry[1].push(event);
  }
  return [...found.values()];
}

function bindingsOf({ name, type, durable, autoDelete, vhost }: ExchangeFacts): Json {
  if (!KNOWN_TYPES.has(type)) return {};
  const exchange = {
    name: name.slice(0, 255),
    type: name === "" ? "default" : type,
    durable,
    autoDelete,
    vhost,
  };
  return { bindings: { amqp: { is: "routingKey", exchange, bindingVersion: "0.3.0" } } };
}

function messageOf(event: EventFacts, place: (example: string) => string): Json {
  const { type, kind, count, schema, example, contentTypes, tense, guarantees, routingKeys } = event;
  const telling = kind === "event" || kind === "integration_event" || kind === "";
  return {
    name: type,
    title: shown(type) || "(empty)",
    ...(contentTypes.length === 1 ? { contentType: contentTypes[0] } : {}),
    payload: withoutDialect(schema.schema),
    ...(example === null ? {} : { examples: [{ payload: place(example) }] }),
    "x-sillage": {
      kind,
      count,
      routingKeys,
      schema: schema.source === "learned" ? `inferred from ${schema.samples} bodies` : schema.source,
      guarantees,
      ...(telling && tense === "other" ? { naming: "not in the past tense (inferred)" } : {}),
    },
  };
}

/** Producers send, queues receive: as seen by them, each with what it sends or reads. */
function operationsOf(
  channel: string,
  messageIds: readonly string[],
  events: readonly EventFacts[],
  ids: Ids,
): Json {
  const ends = new Map<
    string,
    { action: "send" | "receive"; name: string; services: Set<string>; messages: string[] }
  >();
  const add = (action: "send" | "receive", name: string, message: string, services: readonly string[]) => {
    const key = JSON.stringify([action, name]);
    const end = ends.get(key) ?? { action, name, services: new Set<string>(), messages: [] };
    ends.set(key, end);
    end.messages.push(message);
    for (const service of services) end.services.add(service);
  };
  events.forEach(({ producers, consumers }, index) => {
    const message = messageIds[index]!;
    for (const producer of producers) add("send", producer, message, []);
    for (const { queue, services } of consumers) add("receive", queue, message, services);
  });
  const operations: Json = {};
  for (const [, { action, name, services, messages }] of [...ends].sort(([a], [b]) =>
    a < b ? -1 : a > b ? 1 : 0,
  )) {
    operations[ids.of("operation", `${action}-${name}-${channel}`)] = {
      action,
      channel: { $ref: `#/channels/${channel}` },
      title: shown(name) || "(empty)",
      messages: messages.map((id) => ({ $ref: `#/channels/${channel}/messages/${id}` })),
      "x-sillage": action === "send" ? { producer: name } : { queue: name, services: [...services].sort() },
    };
  }
  return operations;
}

/** Names as keys: letters, digits, dashes; each once. */
class Ids {
  readonly #used = new Set<string>();

  of(kind: string, name: string): string {
    const slug = name.replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 60) || kind;
    for (let n = 1; ; n++) {
      const id = n === 1 ? slug : `${slug}-${n}`;
      const key = `${kind}:${id}`;
      // Keys of objects that are not plain names would be lost.
      if (this.#used.has(key) || id === "__proto__") continue;
      this.#used.add(key);
      return id;
    }
  }
}

/** A name to read: without what nobody can see. */
const shown = (name: string): string =>
  name
    .replace(/[\p{C}]/gu, "")
    .slice(0, 200)
    .trim();

/** The dialect of a schema is said once, for the document. */
function withoutDialect({ $schema: _, ...schema }: Json): Json {
  return schema;
}
