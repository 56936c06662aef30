import { concludeAggregate } from "./aggregate";
import type { Draft } from "./draft";
import type { EventKind, IncomingMessage, Reference } from "./envelope";
import { analyseType, type TypeAnalysis } from "./event-type";
import { type Findings, findIds } from "./payload-ids";
import { readTime } from "./read-time";

export const MOST_REFERENCES = 16;

/** Concludes from the type and the payload what the producer did not say, and marks each conclusion. */
export function conclude(draft: Draft, eventType: string, message: IncomingMessage): void {
  const analysis = analyseType(eventType);
  const findings = findIds(draft.payload, draft.beside);
  concludeKind(draft, analysis, message);
  concludeAggregate(draft, analysis, findings);
  draft.references = referencesOf(draft, findings);
  if (draft.correlationId === null && draft.traceId !== null) {
    draft.correlationId = draft.traceId;
    draft.inferred.push("correlationId");
  }
  if (draft.schemaVersion === null && analysis.schemaVersion !== null) {
    draft.schemaVersion = analysis.schemaVersion;
    draft.inferred.push("schemaVersion");
  }
  if (draft.occurredAt === null) concludeTime(draft, analysis, findings);
}

/**
 * Said by the mapping or the name of the type; else a request asks for a reply; else a reply says so in its name.
 * A happening stays an event even where its publisher set a reply-to: libraries set it by habit.
 */
function concludeKind(draft: Draft, analysis: TypeAnalysis, message: IncomingMessage): void {
  if (draft.kind !== null) return;
  const { replyTo, correlationId } = message.properties;
  const said = analysis.kindSaid ? analysis.kind : draft.saysKind === "command" ? "command" : null;
  if (said === "event" || said === "integration_event") {
    draft.kind = said;
    return;
  }
  const happened = analysis.kind === "event";
  if (replyTo && !happened) draft.kind = "request";
  else if (said !== null) draft.kind = said;
  else if (correlationId && !happened && saysReply(analysis, message)) infer(draft, "reply");
  else if (analysis.kind === "command") infer(draft, "command");
  else if (draft.saysKind === "event" || draft.reader === "cloudevents" || draft.reader === "sillage")
    draft.kind = "event";
  else infer(draft, "event");
}

function infer(draft: Draft, kind: EventKind): void {
  draft.kind = kind;
  draft.inferred.push("kind");
}

function saysReply(analysis: TypeAnalysis, { exchange, routingKey }: IncomingMessage): boolean {
  if (analysis.reply || routingKey.startsWith("amq.rabbitmq.reply-to")) return true;
  return (exchange === "" && routingKey.startsWith("amq.gen-")) || analyseType(routingKey).reply;
}

function referencesOf(draft: Draft, { ids }: Findings): Reference[] {
  const references: Reference[] = [];
  for (const { type, id } of ids) {
    if (references.length >= MOST_REFERENCES) break;
    if (id === draft.aggregateId && type === draft.aggregateType) continue;
    if (!references.some((known) => known.id === id && known.type === type)) references.push({ type, id });
  }
  return references;
}

/** `created_at` is the time of `order.created`; of `order.shipped` it would be days off. */
function concludeTime(draft: Draft, analysis: TypeAnalysis, { times }: Findings): void {
  for (const [verb, value] of times) {
    if (verb !== analysis.verb && !(analysis.creation && verb === "created")) continue;
    draft.occurredAt = readTime(value);
    if (draft.occurredAt === null) continue;
    draft.inferred.push("occurredAt");
    return;
  }
}
