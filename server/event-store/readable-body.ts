import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

/** A body as a person can read it: the producer's own content encoding taken off. */
export interface ReadableBody {
  bytes: Buffer;
  /** Encodings taken off, outermost first. */
  decoded: string[];
  /** Why it could not be decoded in full: unknown encoding, damaged, or larger than the limit. */
  problem: string | null;
}

/** Takes `content-encoding` (gzip, deflate, br; several with commas) off a body, to at most `limit` bytes. Never throws. */
export function readableBody(body: Buffer, contentEncoding: string | null, limit: number): ReadableBody {
  const encodings = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity" && name !== "utf-8" && name !== "utf8");
  let bytes = body;
  const decoded: string[] = [];
  // Written in the order applied, so the last one comes off first. Three are more than anybody uses in earnest.
  for (const name of encodings.reverse().slice(0, 3)) {
    const decode = DECODERS[name];
    if (!decode) return { bytes, decoded, problem: `content encoding "${name.slice(0, 40)}" is not known` };
    try {
      bytes = decode(bytes, limit);
      decoded.push(name);
    } catch (error) {
      const tooLarge = (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE";
      const problem = tooLarge ? `larger than ${limit} bytes when decoded` : `not valid ${name}`;
      return { bytes, decoded, problem };
    }
  }
  return { bytes, decoded, problem: null };
}

const DECODERS: Record<string, ((bytes: Buffer, limit: number) => Buffer) | undefined> = {
  __proto__: null as never,
  gzip: (bytes, limit) => gunzipSync(bytes, { maxOutputLength: limit }),
  "x-gzip": (bytes, limit) => gunzipSync(bytes, { maxOutputLength: limit }),
  br: (bytes, limit) => brotliDecompressSync(bytes, { maxOutputLength: limit }),
  deflate: (bytes, limit) => {
    try {
      return inflateSync(bytes, { maxOutputLength: limit });
    } catch (error) {
      // HTTP's "deflate" is zlib, but many clients send the raw stream.
      if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") throw error;
      return inflateRawSync(bytes, { maxOutputLength: limit });
    }
  },
};
