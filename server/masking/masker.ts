import { inScope, type Place, type Scope } from "@/server/access/scope";
import type { AuditEvent, AuditItem } from "@/server/audit/audit-schemas";
import type { MessageDetail } from "@/server/audit/detail-schemas";
import { SillageError } from "@/server/errors";
import type { TextView } from "@/server/event-store/text-view";
import type { MaskingDefault } from "./default-rules";
import { type Judge, judgeFor } from "./judge";
import { maskBody } from "./mask-body";
import { maskProperties } from "./mask-properties";
import { maskText } from "./mask-text";
import { MASK } from "./mask-tokens";
import {
  type Column,
  isAggregateMasked,
  isColumnMasked,
  isReferenceMasked,
  typeOfStream,
} from "./masked-columns";
import type { ReadRule } from "./masking-rule";
import { searchedText } from "./searched-text";
import { maskShapes } from "./text-shapes";

/** All rules of an installation. */
export interface RuleBook {
  readonly rules: readonly ReadRule[];
  /** Defaults that are switched off. */
  readonly off: ReadonlySet<MaskingDefault>;
}

/** Places whose judges are kept. */
const MOST_PLACES = 1_000;

/**
 * What one reader may see. Everything about messages that leaves the server goes through one of these, which masks what
 * was published where the reader may not see personal data.
 */
export class Masker {
  readonly #judges: Judges;
  readonly #unmasked: Scope;

  constructor(judges: Judges, unmasked: Scope) {
    this.#judges = judges;
    this.#unmasked = unmasked;
  }

  get judges(): Judges {
    return this.#judges;
  }

  /** Whether the reader sees all there is, everywhere. */
  get open(): boolean {
    return this.#unmasked === "everything";
  }

  /** The judge of a place; null where the reader sees everything. */
  judgeOf(place: Place): Judge | null {
    if (inScope(this.#unmasked, place)) return null;
    const judge = this.#judges.of(place);
    return judge.idle ? null : judge;
  }

  item(item: AuditItem): AuditItem {
    const judge = this.judgeOf(item.message);
    return judge ? maskItem(item, judge) : item;
  }

  detail(detail: MessageDetail): MessageDetail {
    const judge = this.judgeOf(detail.item.message);
    if (!judge) return detail;
    const { properties, body, contentDigest } = detail;
    const { count, ...fields } = maskProperties(properties, judge);
    const masked = maskBody(body, properties.contentType, judge);
    const item = maskItem(detail.item, judge);
    const touched = count > 0 || masked.masked > 0 || masked.withheld !== null || item.masked !== undefined;
    return {
      ...detail,
      item,
      ...fields,
      maskedFields: count,
      body: masked,
      contentDigest: touched ? null : contentDigest,
    };
  }

  /** Whether a message, as it stands there, shows its reader something that others see masked. */
  showsPersonal(detail: MessageDetail): boolean {
    if (this.judgeOf(detail.item.message)) return false;
    return this.forNobody.detail(detail).contentDigest === null;
  }

  /** Whether one line of a list shows its reader something that others see masked. */
  showsPersonalIn(item: AuditItem): boolean {
    return this.seesMore(item.message) && maskItem(item, this.#judges.of(item.message)).masked !== undefined;
  }

  /** Whether the reader may see in a place what others may not: so free text finds more there. */
  seesMore(place: Place): boolean {
    return inScope(this.#unmasked, place) && !this.#judges.of(place).idle;
  }

  /** The same rules for somebody who sees nothing unmasked. */
  get forNobody(): Masker {
    return new Masker(this.#judges, []);
  }

  /** @throws SillageError FORBIDDEN where the reader sees what was published there masked */
  refuseFile(place: Place): void {
    if (!this.judgeOf(place)) return;
    throw new SillageError(
      "FORBIDDEN",
      "This body may hold personal data, which your role does not show you, so it cannot be downloaded.",
    );
  }

  /** A text that is no field of its own: an error, say. */
  text(text: string, place: Place): string {
    const judge = this.judgeOf(place);
    return judge ? maskText(text, judge) : text;
  }

  /** Names with their numbers, where they may come from anywhere. */
  names<Named extends { name: string }>(names: Named[]): Named[] {
    const judge = this.strictest;
    return judge ? names.map((named) => ({ ...named, name: maskShapes(named.name, judge.shapes) })) : names;
  }

  /** Suggestions for filters: no value that may be masked somewhere. */
  knownValues<Known extends { eventType: string[]; producer: string[] }>(known: Known): Known {
    const judge = this.strictest;
    if (!judge) return known;
    const plain = (values: string[]) => values.filter((value) => maskShapes(value, judge.shapes) === value);
    return {
      ...known,
      eventType: plain(known.eventType),
      producer: isColumnMasked(judge, "producer") ? [] : plain(known.producer),
    };
  }

  /** What free text is looked for in; undefined where that is all there is. */
  get textView(): TextView | undefined {
    if (this.open) return undefined;
    return (message) => {
      const judge = this.judgeOf(message);
      return judge ? searchedText(message, judge) : null;
    };
  }

  /** A judge that masks what is masked anywhere; null when nothing is. */
  get strictest(): Judge | null {
    return this.open ? null : this.#judges.strictest;
  }
}

/** The judges of an installation's rules, made when first needed. */
export class Judges {
  readonly book: RuleBook;
  readonly strictest: Judge | null;
  readonly #known = new Map<string, Judge>();

  constructor(book: RuleBook) {
    this.book = book;
    const everywhere = book.rules
      .filter(({ rule }) => rule.effect === "mask")
      .map((read) => ({ ...read, rule: { ...read.rule, vhost: null, exchanges: null } }));
    const strictest = judgeFor(everywhere, book.off, { vhost: "", exchange: "" });
    this.strictest = strictest.idle ? null : strictest;
  }

  of({ vhost, exchange }: Place): Judge {
    const key = JSON.stringify([vhost, exchange]);
    const found = this.#known.get(key);
    if (found) return found;
    const judge = judgeFor(this.book.rules, this.book.off, { vhost, exchange });
    if (this.#known.size >= MOST_PLACES) this.#known.clear();
    this.#known.set(key, judge);
    return judge;
  }
}

/** For whoever has the database itself: our own commands. */
export const UNMASKED = new Masker(new Judges({ rules: [], off: new Set() }), "everything");

/** A routing key with something in it that is masked is masked whole: its words could be guessed one by one. */
export function maskRoutingKey(key: string, judge: Judge): string {
  return isColumnMasked(judge, "routingKey") || maskShapes(key, judge.shapes) !== key ? MASK : key;
}

function maskItem(item: AuditItem, judge: Judge): AuditItem {
  const masked: string[] = [];
  const note = <T>(field: string, before: T, after: T): T => {
    if (after !== before) masked.push(field);
    return after;
  };
  const { message, event } = item;
  const { routingKey, unreadableReason, unreadable } = message;
  const shaped = (text: string) => maskShapes(text, judge.shapes);
  const result = {
    message: {
      ...message,
      routingKey: note("routingKey", routingKey, maskRoutingKey(routingKey, judge)),
      unreadableReason: unreadableReason && shaped(unreadableReason),
      unreadable: unreadable?.detail ? { ...unreadable, detail: shaped(unreadable.detail) } : unreadable,
    },
    event: event && maskEvent(event, judge, note),
  };
  return masked.length > 0 ? { ...result, masked } : item;
}

type Note = <T>(field: string, before: T, after: T) => T;

function maskEvent(event: AuditEvent, judge: Judge, note: Note): AuditEvent {
  const column = (field: Exclude<Column, "routingKey" | "aggregateId">) =>
    note(
      field,
      event[field],
      event[field] === null ? null : isColumnMasked(judge, field) ? MASK : shaped(event[field]),
    );
  const shaped = (text: string) => maskShapes(text, judge.shapes);
  const { aggregateType, aggregateId, streamId, references } = event;
  const hidden = isAggregateMasked(judge, aggregateType);
  const id = aggregateId === null ? null : hidden ? MASK : shaped(aggregateId);
  const stream = streamId && maskStreamId(streamId, hidden, judge);
  const refs = references.map((ref) => {
    const type = typeOfStream(ref);
    return type !== null && isReferenceMasked(judge, type) ? withoutId(ref) : shaped(ref);
  });
  return {
    ...event,
    eventType: note("eventType", event.eventType, shaped(event.eventType)),
    aggregateType: note("aggregateType", aggregateType, aggregateType && shaped(aggregateType)),
    eventId: column("eventId"),
    producer: column("producer"),
    correlationId: column("correlationId"),
    causationId: column("causationId"),
    traceId: column("traceId"),
    spanId: column("spanId"),
    actor: column("actor"),
    aggregateId: note("aggregateId", aggregateId, id),
    streamId: note("streamId", streamId, stream),
    references: refs.some((ref, i) => ref !== references[i])
      ? note("references", references, refs)
      : references,
  };
}

/** A stream id as somebody may see it; `hidden`: the ids of its aggregates are masked. */
export function maskStreamId(streamId: string, hidden: boolean, judge: Judge): string {
  return hidden ? withoutId(streamId) : maskShapes(streamId, judge.shapes);
}

/** `Customer-•••` for `Customer-42`. */
function withoutId(streamId: string): string {
  const dash = streamId.indexOf("-");
  return dash < 0 ? MASK : `${streamId.slice(0, dash)}-${MASK}`;
}
