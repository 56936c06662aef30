import { fenced } from "./diagram-answer";
import { code, jsonBlock, table } from "./markdown-text";
import type { EventFacts, SystemFacts } from "./system-facts";

/** Kinds that tell what happened; the others ask for something, and are named otherwise. */
const TELLING = new Set(["event", "integration_event", ""]);

/**
 * The system as one Markdown file: exchanges, event types with schema and example, who publishes and who reads them, what is
 * guaranteed as far as it was observed, names, sagas and diagrams. The same facts give the same text.
 */
export function eventsMarkdown(facts: SystemFacts): string {
  const parts = [
    "# Events",
    `As observed on the broker from ${facts.from} to ${facts.to}. Nothing here was declared by anybody: what was concluded is marked *inferred*. Personal data is masked.`,
    "## Exchanges",
    facts.exchanges.length === 0 ? "None." : exchangeTable(facts),
    ...(facts.topology === null ? [] : [fenced(facts.topology).trimEnd()]),
    "## Participants",
    "Who reacted to what of whom. Dotted: *inferred* from the order, because no causation says so.",
    fenced(facts.participants).trimEnd(),
    ...sagaParts(facts),
    "## Event types",
    ...(facts.leftOutEvents > 0 ? [`${facts.leftOutEvents} rarer event types are left out.`] : []),
    ...(facts.consumersUnknown === null ? [] : [`Consumers are not known: ${code(facts.consumersUnknown)}.`]),
    ...(facts.events.length === 0 ? ["None."] : [eventTable(facts.events)]),
    ...namingParts(facts.events),
    ...facts.events.flatMap(eventParts),
  ];
  return `${parts.join("\n\n")}\n`;
}

const yesNo = (value: boolean) => (value ? "yes" : "no");

function exchangeTable({ exchanges }: SystemFacts): string {
  return table(
    ["exchange", "virtual host", "type", "durable", "observed"],
    exchanges.map(({ name, vhost, type, durable, coverage }) => [
      code(name, true),
      code(vhost, true),
      code(type, true),
      yesNo(durable),
      coverage.replaceAll("_", " "),
    ]),
  );
}

function sagaParts({ sagas }: SystemFacts): string[] {
  if (sagas.length === 0) return [];
  return [
    "## Sagas",
    "By the type of the event that each begins with; what follows what, how often, and how long after.",
    ...sagas.flatMap(({ type, count, flow }) => [
      `### Saga ${code(type)}`,
      `${count} in this time.`,
      fenced(flow).trimEnd(),
    ]),
  ];
}

function eventTable(events: readonly EventFacts[]): string {
  return table(
    ["event type", "exchange", "kind", "count", "producers", "read by"],
    events.map(({ type, exchange, kind, count, producers, consumers }) => [
      code(type, true),
      code(exchange, true),
      kind.replaceAll("_", " ") || "–",
      String(count),
      producers.map((name) => code(name, true)).join(", ") || "–",
      consumers.map(({ queue }) => code(queue, true)).join(", ") || "–",
    ]),
  );
}

function namingParts(events: readonly EventFacts[]): string[] {
  const departing = events.filter(({ kind, tense }) => TELLING.has(kind) && tense === "other");
  if (departing.length === 0) return [];
  return [
    "### Names that are not in the past tense",
    "An event says what happened. *Inferred* from the words of the name, in English and French.",
    departing.map(({ type, exchange }) => `- ${code(type)} on ${code(exchange)}`).join("\n"),
  ];
}

function eventParts(event: EventFacts): string[] {
  const { type, exchange, vhost, schema, example } = event;
  return [
    `### ${code(type)} on ${code(exchange)}`,
    table(["", ""], [["virtual host", code(vhost, true)], ...factRows(event)]),
    ...(schema.source === "none"
      ? ["No schema: no body of it could be read as JSON, or it is withheld."]
      : [
          schema.source === "own"
            ? "Schema, with which its publisher checks it:"
            : `Schema, *inferred* from ${schema.samples} bodies:`,
          jsonBlock(JSON.stringify(schema.schema, null, 2)),
        ]),
    ...(example === null ? [] : ["Example, personal data masked:", jsonBlock(example)]),
  ];
}

function factRows({ kind, count, producers, routingKeys, consumers, guarantees }: EventFacts): string[][] {
  const { durable, looked, persistent, identified, confirmed, deadLettered, duplicates } = guarantees;
  const of = (part: number) =>
    looked === 0 ? "unknown" : part === looked ? "yes" : part === 0 ? "no" : `${part} of ${looked}`;
  const names = (list: readonly string[]) => list.map((name) => code(name, true)).join(", ") || "–";
  return [
    ["kind", kind.replaceAll("_", " ") || "unknown"],
    ["published", String(count)],
    ["producers", names(producers)],
    ["routing keys", names(routingKeys)],
    [
      "read by",
      consumers
        .map(
          ({ queue, services }) =>
            `${code(queue, true)}${services.length > 0 ? ` (${names(services)})` : ""}`,
        )
        .join(", ") || "–",
    ],
    ["durable exchange", durable === null ? "unknown" : yesNo(durable)],
    ["persistent messages", of(persistent)],
    ["confirmed", confirmed === "ours" ? "yes" : "unknown: only its publisher can see that"],
    ["with an event id, so repeats are known", of(identified)],
    ["repeated arrivals, stored once", String(duplicates)],
    ["dead-lettered at least once", deadLettered === null ? "unknown" : String(deadLettered)],
  ];
}
