import type { Pool } from "pg";
import { contentEncodingOf } from "@/server/broker/decode-properties";
import { keyedMessages } from "./message-summary";
import { readableBody } from "./readable-body";
import { openBody } from "./seal";
import type { MessageKey } from "./search-cursor";
import { sql } from "./sql";
import type { TextView } from "./text-view";

/** Bodies are searched up to this many bytes; what lies beyond is not found. */
export const TEXT_SEARCH_BYTES = 1 << 20;
/** Larger bodies are not found by somebody who is shown parts of them: which parts is seen from the whole alone. */
const VIEWED_BYTES = 4 << 20;
/** Stored bytes taken from the database at once, so that memory stays bounded whatever the bodies. */
const CHUNK_BYTES = 8 << 20;
const CHUNK_ROWS = 1_000;

/**
 * Keeps those messages whose readable body or headers contain a text, case-insensitively, in the order given.
 * Bodies may be compressed in the store or by their producer, so PostgreSQL cannot search them: it is done here.
 * Yields piece by piece; `through` is the last message looked at.
 * @param view what is searched, where that is not all
 */
export async function* containing(
  pool: Pool,
  keys: readonly MessageKey[],
  text: string,
  view?: TextView,
): AsyncGenerator<{ hits: MessageKey[]; looked: number; through: MessageKey }> {
  const needle = fold(text);
  for await (const piece of pieces(pool, keys)) {
    const query = sql`
      SELECT m.id::text AS id, m.vhost, m.exchange, m.headers::text AS headers, m.body_codec AS codec, m.raw_properties AS properties,
             CASE WHEN octet_length(m.body) <= ${CHUNK_BYTES} THEN m.body END AS body
      FROM ${keyedMessages(piece)}`;
    const { rows } = await pool.query<SearchedRow>(query.toQuery());
    const matching = new Set(rows.filter((row) => matchesText(row, needle, view)).map((row) => row.id));
    yield { hits: piece.filter((key) => matching.has(key.id)), looked: piece.length, through: piece.at(-1)! };
  }
}

interface SearchedRow {
  id: string;
  vhost: string;
  exchange: string;
  headers: string | null;
  codec: number;
  properties: Buffer;
  body: Buffer | null;
}

/** Cuts the keys into pieces whose bodies fit into memory together. */
async function* pieces(pool: Pool, keys: readonly MessageKey[]): AsyncGenerator<MessageKey[]> {
  for (let start = 0; start < keys.length; start += CHUNK_ROWS) {
    const part = keys.slice(start, start + CHUNK_ROWS);
    const query = sql`SELECT m.id::text AS id, octet_length(m.body) AS bytes FROM ${keyedMessages(part)}`;
    const { rows } = await pool.query<{ id: string; bytes: number | null }>(query.toQuery());
    const bytesOf = new Map(rows.map((row) => [row.id, row.bytes ?? 0]));
    let piece: MessageKey[] = [];
    let bytes = 0;
    for (const key of part) {
      const size = bytesOf.get(key.id) ?? 0;
      if (piece.length > 0 && bytes + size > CHUNK_BYTES) {
        yield piece;
        piece = [];
        bytes = 0;
      }
      piece.push(key);
      bytes += size;
    }
    if (piece.length > 0) yield piece;
  }
}

function matchesText(row: SearchedRow, needle: string, view: TextView | undefined): boolean {
  const body = row.body === null ? null : openBody(row.codec, row.body);
  const { vhost, exchange, properties: rawProperties } = row;
  const shown = view?.({
    vhost,
    exchange,
    rawProperties,
    text: () => body && viewedText(body, rawProperties),
  });
  if (shown) return shown.some((text) => fold(text.slice(0, TEXT_SEARCH_BYTES)).includes(needle));
  if (row.headers !== null && fold(row.headers).includes(needle)) return true;
  return body !== null && bodyContains(body, rawProperties, needle);
}

/** Whether a body, read as its properties say, contains a text that `fold` has prepared. */
function bodyContains(body: Buffer, rawProperties: Uint8Array, needle: string): boolean {
  const { bytes } = readableBody(body, contentEncodingOf(rawProperties), TEXT_SEARCH_BYTES);
  return fold(bytes.toString("utf8", 0, TEXT_SEARCH_BYTES)).includes(needle);
}

function viewedText(body: Buffer, rawProperties: Uint8Array): string | null {
  const { bytes } = readableBody(body, contentEncodingOf(rawProperties), VIEWED_BYTES);
  return bytes.length > VIEWED_BYTES ? null : bytes.toString("utf8");
}

/** Text as the search compares it: composed and in lower case, so that `É`, in one character or in two, finds `é`. */
export function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
