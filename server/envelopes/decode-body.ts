import * as zlib from "node:zlib";
import type { IncomingMessage, UnreadableReason } from "./envelope";
import { isObject, type JsonObject } from "./json";
import { MOST_NESTING, nestsDeeper } from "./nesting";
import { storable } from "./text";

/** Most bytes that a body may have, as it came and at each step of decoding, to be read. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** A body as read: its JSON object, or why there is none. */
export interface ReadBody {
  object: JsonObject | null;
  /** The JSON value where it is another than an object; for the operator's mapping. */
  json: unknown;
  failure: { reason: UnreadableReason; detail: string | null } | null;
}

/** Reads a body as JSON, after undoing its content-encoding. Never throws. */
export function decodeBody(message: IncomingMessage): ReadBody {
  const encoded = message.body;
  if (encoded.length === 0) return failed("empty body");
  if (encoded.length > MOST_BYTES) return failed("body too large to read", `${encoded.length} bytes`);
  const encoding = message.properties.contentEncoding;
  const decoded = encoding ? undoEncodings(encoded, encoding) : encoded;
  if (!Buffer.isBuffer(decoded)) return decoded;
  return parse(decoded);
}

function failed(reason: UnreadableReason, detail: string | null = null): ReadBody {
  return { object: null, json: undefined, failure: { reason, detail } };
}

type Decoder = (body: Buffer, limit: { maxOutputLength: number }) => Buffer;

// Node 20 has no zstd and later versions do: there it is simply used.
const { zstdDecompressSync } = zlib as { zstdDecompressSync?: Decoder };

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ["gzip", zlib.gunzipSync],
  ["x-gzip", zlib.gunzipSync],
  ["deflate", inflate],
  ["br", zlib.brotliDecompressSync],
  ["brotli", zlib.brotliDecompressSync],
  ...(zstdDecompressSync ? ([["zstd", zstdDecompressSync]] as const) : []),
]);

/** Said by some clients (Celery, Spring) of bodies that are not compressed at all: the name of their characters. */
const PLAIN = /^(?:|identity|binary|plain|none|utf-?8|us-ascii|ascii|8bit|7bit)$/;
const MOST_ENCODINGS = 3;

function undoEncodings(body: Buffer, header: string): Buffer | ReadBody {
  const names = header
    .slice(0, 200)
    .toLowerCase()
    .split(",", MOST_ENCODINGS + 1);
  if (names.length > MOST_ENCODINGS) return failed("body could not be decoded", "too many content-encodings");
  let decoded = body;
  for (const name of names.reverse().map((text) => text.trim())) {
    if (PLAIN.test(name)) continue;
    const decode = DECODERS.get(name);
    if (!decode)
      return failed("body could not be decoded", `content-encoding ${storable(name.slice(0, 40))}`);
    try {
      decoded = decode(decoded, { maxOutputLength: MOST_BYTES });
    } catch (error) {
      const tooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
      if (tooLarge) return failed("body too large to read", `more than ${MOST_BYTES} bytes when decoded`);
      return failed("body could not be decoded", `content-encoding ${name}`);
    }
  }
  return decoded.length === 0 ? failed("empty body") : decoded;
}

/** `deflate` means zlib's format, but some producers send the bare stream. */
function inflate(body: Buffer, limit: { maxOutputLength: number }): Buffer {
  const hasZlibHeader = ((body[0] ?? 0) & 0x0f) === 8 && body.length > 1 && body.readUInt16BE(0) % 31 === 0;
  return hasZlibHeader ? zlib.inflateSync(body, limit) : zlib.inflateRawSync(body, limit);
}

const JSON_START = /[\s{["\-\dtfn]/;

function parse(body: Buffer): ReadBody {
  const start = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  // Most bodies that are not JSON are told by their first byte: far cheaper than an error from the parser.
  if (!JSON_START.test(String.fromCharCode(body[start] ?? 0))) return failed("body is not JSON");
  if (nestsDeeper(body, MOST_NESTING)) return failed("too deeply nested", `more than ${MOST_NESTING} levels`);
  let json: unknown;
  try {
    json = JSON.parse(body.toString("utf8", start));
  } catch {
    // The parser's message quotes the body, which may hold what only some people may see.
    return failed("body is not JSON");
  }
  if (isObject(json)) return { object: json, json, failure: null };
  return { object: null, json, failure: { reason: "body is not a JSON object", detail: null } };
}
