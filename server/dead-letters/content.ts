import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { contentEncodingOf, decodeProperties } from "@/server/broker/decode-properties";
import type { FieldEntry } from "@/server/broker/field-table";
import { readableBody } from "@/server/event-store/readable-body";
import { DoesNotApply, type PatchRefusal } from "./patch-refusal";

/** What is sent of a dead letter: one version of it, byte for byte. */
export interface Content {
  /** The key that it was published with before its death. */
  routingKey: Buffer;
  /** The content header: property flags and values. */
  rawProperties: Buffer;
  body: Buffer;
}

/** Decoded bytes of a body that people may edit: what a request of a page can carry. */
export const MOST_EDITED_BYTES = 512 * 1024;

const ENCODERS: Record<string, ((bytes: Buffer) => Buffer) | undefined> = {
  __proto__: null as never,
  gzip: (bytes) => gzipSync(bytes),
  "x-gzip": (bytes) => gzipSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
};

/**
 * The body as text, its content encoding taken off.
 * @throws DoesNotApply binary, encoded or too_large
 */
export function textOf({ rawProperties, body }: Content): string {
  const read = readableBody(body, contentEncodingOf(rawProperties), MOST_EDITED_BYTES + 1);
  if (read.bytes.length > MOST_EDITED_BYTES || read.problem?.startsWith("larger")) {
    throw new DoesNotApply("too_large");
  }
  if (read.problem !== null) throw new DoesNotApply("encoded");
  const text = textIn(read.bytes);
  if (text === null) throw new DoesNotApply("binary");
  return text;
}

/** The same content with another text for body, in the content encoding that it had; the very same where the text is. */
export function withText(content: Content, text: string): Content {
  if (textOf(content) === text) return content;
  const { decoded } = readableBody(content.body, contentEncodingOf(content.rawProperties), MOST_EDITED_BYTES);
  let bytes: Buffer = Buffer.from(text, "utf8");
  // Taken off from the outermost on, so put on the other way round.
  for (const name of [...decoded].reverse()) bytes = ENCODERS[name]!(bytes);
  return { ...content, body: bytes };
}

/** Content as people read it. Null where the body is no text. */
export interface ReadableContent {
  routingKey: string;
  headers: FieldEntry[];
  contentType: string | undefined;
  text: string | null;
}

export function readable(content: Content): ReadableContent {
  const { properties } = decodeProperties(content.rawProperties);
  return {
    routingKey: content.routingKey.toString("utf8"),
    headers: properties.headers ?? [],
    contentType: properties.contentType,
    text: textRefusal(content) === null ? textOf(content) : null,
  };
}

/** Why the body cannot be edited as text; null where it can. */
export function textRefusal(content: Content): PatchRefusal | null {
  try {
    textOf(content);
    return null;
  } catch (error) {
    if (error instanceof DoesNotApply) return error.refusal;
    throw error;
  }
}

function textIn(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
