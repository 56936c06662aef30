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
import type { DocsReader } from "./docs-reader";
import type { EventCount } from "./event-counts";
import { shownProducer } from "./shown-names";

/** So many of the newest messages of an event type are looked at. */
export const SAMPLES = 40;
const LARGEST_BODY = 64 * 1024;
/** A longer example is none that anybody reads. */
const LARGEST_EXAMPLE = 4_000;

/** What the newest messages of an event type say, masked as for somebody who sees nothing personal. */
export interface EventSamples {
  /** The newest one. */
  recordId: string | null;
  looked: number;
  persistent: number;
  identified: number;
  producers: string[];
  routingKeys: string[];
  contentTypes: string[];
  shape: Shape;
  example: string | null;
}

interface Row {
  id: string;
  routingKey: string;
  producer: string | null;
  eventId: string | null;
  rawProperties: Buffer;
  codec: number;
  body: Buffer | null;
}

/** Reads and masks. What is learned of a body is learned of what stands there when it is masked. */
export async function eventSamples(
  pool: Pool,
  masker: DocsReader["masker"],
  { vhost, exchange, type }: Pick<EventCount, "vhost" | "exchange" | "type">,
): Promise<EventSamples> {
  const rows = await askDatabase<Row>(
    pool,
    sql`SELECT m.id::text, m.routing_key AS "routingKey", m.producer, m.event_id AS "eventId",
          m.raw_properties AS "rawProperties", m.body_codec AS codec,
          CASE WHEN m.body_size <= ${LARGEST_BODY} THEN m.body END AS body
        FROM messages AS m
        WHERE m.event_type = ${type} AND m.vhost = ${vhost} AND m.exchange = ${exchange} AND m.arrival = 'published'
          AND m.reading IN ('event', 'clash')
        ORDER BY m.received_at DESC, m.id DESC LIMIT ${SAMPLES}`,
  );
  const place = { vhost, exchange };
  const judge = masker.judgeOf(place);
  const samples: EventSamples = {
    recordId: rows[0]?.id ?? null,
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
