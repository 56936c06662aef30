import { deflateRawSync, inflateRawSync } from "node:zlib";
import { SillageError } from "@/server/errors";

/** The one seam through which content reaches the store and leaves it. Stored with each sealed body; never reuse a number. */
export const BODY_CODECS = { plain: 0, deflate: 1 } as const;
export type BodyCodec = (typeof BODY_CODECS)[keyof typeof BODY_CODECS];

export interface SealedBody {
  codec: BodyCodec;
  bytes: Uint8Array;
}

/** Below this many bytes compressing costs more than the disk it saves. */
const COMPRESS_FROM = 2048;

/** Turns content into what is stored. Large bodies are compressed where that saves at least an eighth. */
export function sealBody(body: Uint8Array): SealedBody {
  if (body.length < COMPRESS_FROM) return { codec: BODY_CODECS.plain, bytes: body };
  const compressed = deflateRawSync(body, { level: 1 });
  return compressed.length < body.length * 0.875
    ? { codec: BODY_CODECS.deflate, bytes: compressed }
    : { codec: BODY_CODECS.plain, bytes: body };
}

/**
 * Turns what is stored back into content, byte for byte.
 * @throws SillageError INTERNAL for a codec that this version does not know.
 */
export function openBody(codec: number, bytes: Uint8Array): Buffer {
  if (codec === BODY_CODECS.plain) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (codec === BODY_CODECS.deflate) return inflateRawSync(bytes);
  throw new SillageError("INTERNAL", `A stored body has codec ${codec}, which this version does not know.`);
}
