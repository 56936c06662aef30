import type { Pool } from "pg";
import { decodeProperties } from "@/server/broker/decode-properties";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { emptyShape, learn, type Shape } from "@/server/dead-letters/event-shape";
import { MOST_NESTING, nestsDeeper } from "@/server/envelopes/nesting";
import { readableBody } from "@/server/event-store/readable-body";
import { openBody } from "@/server/event-store/seal";
import { sql } from "@/server/event-store/sql";
import type { Judge } from "@/server/masking/judge";
import { maskBodyText } from "@/server/masking/mask-body";
import { isMask, maskOf } from "@/server/masking/mask-tokens";
import { maskRoutingKey } from "@/server/masking/masker";
import type { RoutedMessage } from "@/server/routes/route-queries";
import type { DocsReader } from "./docs-reader";
import type { DocsRange, EventCount } from "./event-counts";
import { shownProducer } from "./shown-names";

/** So many of the newest messages of an event type are looked at. */
export const SAMPLES = 40;
/** Event types that are read in one query: all bodies of one may be in memory at once. */
const TYPES_AT_ONCE = 25;
const LARGEST_BODY = 64 * 1024;
/** A longer example is none that anybody reads. */
const LARGEST_EXAMPLE = 4_000;

/** What the newest messages of an event type say, masked as for somebody who sees nothing personal. */
export interface EventSamples {
  newest: RoutedMessage | null;
  looked: number;
  persistent: number;
  identified: number;
  producers: string[];
  routingKeys: string[];
  contentTypes: string[];
  shape: Shape;
  example: string | null;
}

interface Row extends RoutedMessage {
  /** Which of the event types that were asked for. */
  asked: number;
  producer: string | null;
  eventId: string | null;
  codec: number;
  body: Buffer | null;
}

type Asked = Pick<EventCount, "vhost" | "exchange" | "type">;

/**
 * Reads and masks the newest messages of event types in a range, a query for every so many types. What is learned of a body is
 * learned of what stands there when it is masked.
 * @returns in the order of `asked`
 */
export async function eventSamples(
  pool: Pool,
  masker: DocsReader["masker"],
  asked: readonly Asked[],
  range: Pick<DocsRange, "from" | "to">,
): Promise<EventSamples[]> {
  const samples: EventSamples[] = [];
  for (let i = 0; i < asked.length; i += TYPES_AT_ONCE) {
    const some = asked.slice(i, i + TYPES_AT_ONCE);
    const rows = await newestOf(pool, some, range);
    samples.push(
      ...some.map((place, n) =>
        samplesOf(
          rows.filter(({ asked }) => asked === n + 1),
          masker,
          place,
        ),
      ),
    );
  }
  return samples;
}

function newestOf(
  pool: Pool,
  asked: readonly Asked[],
  { from, to }: Pick<DocsRange, "from" | "to">,
): Promise<Row[]> {
  const names = (field: keyof Asked) => asked.map((it) => it[field]);
  return askDatabase<Row>(
    pool,
    sql`SELECT a.n::int AS asked, a.vhost, a.exchange, m.* FROM
          unnest(${names("vhost")}::text[], ${names("exchange")}::text[], ${names("type")}::text[])
            WITH ORDINALITY AS a (vhost, exchange, type, n)
        CROSS JOIN LATERAL (
          SELECT m.routing_key AS "routingKey", m.producer, m.event_id AS "eventId", m.raw_properties AS "rawProperties",
            m.body_codec AS codec, CASE WHEN m.body_size <= ${LARGEST_BODY} THEN m.body END AS body
          FROM messages AS m
          WHERE m.event_type = a.type AND m.vhost = a.vhost AND m.exchange = a.exchange AND m.arrival = 'published'
            AND m.reading IN ('event', 'clash')
            AND m.received_at >= ${from.toISOString()}::timestamptz AND m.received_at < ${to.toISOString()}::timestamptz
          ORDER BY m.received_at DESC, m.id DESC LIMIT ${SAMPLES}) AS m
        ORDER BY a.n`,
  );
}

/** @param rows the newest first */
function samplesOf(
  rows: readonly Row[],
  masker: DocsReader["masker"],
  { vhost, exchange }: Asked,
): EventSamples {
  const place = { vhost, exchange };
  const judge = masker.judgeOf(place);
  const samples: EventSamples = {
    newest: rows[0] ?? null,
    looked: rows.length,
    persistent: 0,
    identified: 0,
    producers: [],
    routingKeys: [],
    contentTypes: [],
    shape: emptyShape(),
    example: null,
  };
  const [producers, keys, types] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const row of rows) {
    const { properties } = decodeProperties(row.rawProperties);
    if (properties.deliveryMode === 2) samples.persistent++;
    if (row.eventId !== null) samples.identified++;
    const producer = shownProducer(masker, place, row.producer);
    if (producer !== null) producers.add(producer);
    keys.add(judge ? maskRoutingKey(row.routingKey, judge) : row.routingKey);
    if (properties.contentType !== undefined) types.add(properties.contentType);
    const text = maskedText(row, properties.contentType, properties.contentEncoding, judge);
    const value = text === null ? undefined : parsed(text);
    if (text === null || value === undefined) continue;
    learn(samples.shape, unmasked(value));
    if (samples.example === null && text.length <= LARGEST_EXAMPLE) samples.example = text;
  }
  const sorted = (names: Set<string>) => [...names].sort().slice(0, 20);
  return { ...samples, producers: sorted(producers), routingKeys: sorted(keys), contentTypes: sorted(types) };
}

function maskedText(
  { codec, body }: Row,
  contentType: string | undefined,
  contentEncoding: string | undefined,
  judge: Judge | null,
): string | null {
  if (body === null || body.length === 0) return null;
  const { bytes, problem } = readableBody(openBody(codec, body), contentEncoding ?? null, 8 * LARGEST_BODY);
  if (problem !== null || nestsDeeper(bytes, MOST_NESTING)) return null;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
  return judge ? (maskBodyText(text, contentType, judge)?.text ?? null) : text;
}

/** Undefined where it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Masks become values of their kind, so that a masked number is learned as a number. */
function unmasked(value: unknown): unknown {
  if (typeof value === "string") {
    if (!isMask(value)) return value;
    if (value === maskOf("number")) return 0;
    if (value === maskOf("boolean")) return false;
    return value === maskOf("object") ? {} : value === maskOf("array") ? [] : value;
  }
  if (Array.isArray(value)) return value.map(unmasked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unmasked(member)]));
}
