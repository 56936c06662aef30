import type { ChannelModel } from "amqplib";

/**
 * A small seam over amqplib's frame decoding.
 *
 * amqplib hands out decoded properties and headers, and the decoding loses things: integer widths, doubles and
 * integers beyond 2^53, text that is not UTF-8. It also gives up the whole connection over one header table that it
 * cannot read, and collects a body of any size in memory. Here the content header of each message is kept byte for
 * byte, an unreadable one becomes an empty one, and a body beyond the limit is passed to a digest and let go.
 * Tried with amqplib 2.3.1, whose connection reads frames through `recvFrame`, `rest` and `stream.read()`.
 */

const RAW = Symbol("raw content header");

/** What the seam knows about one message beside what amqplib decoded. */
export interface RawContent {
  /** Property flags and values as they came (AMQP 0-9-1, 2.3.5.2, without class, weight and body size). */
  properties: Buffer;
  /** Why amqplib could not decode them, else null. */
  undecodable: string | null;
  /** Set where the body was larger than the limit: it is not in `content`. */
  oversize: { bytes: number; digest: string } | null;
}

/** Digest of a body that is seen piece by piece. */
export interface BodyDigest {
  update(piece: Uint8Array): void;
  /** Bytes as latin-1 text. */
  digest(): string;
}

interface Frame {
  id?: number;
  channel: number;
  size?: number;
  fields: Record<string | symbol, unknown>;
}

interface FrameReader {
  rest: Buffer;
  stream: { read(): Buffer | null; emit(event: "readable"): void };
  recvSinceLastCheck: boolean;
  recvFrame(): Frame | false;
}

const FRAME_HEADER = 2;
const FRAME_BODY = 3;
const BASIC_PROPERTIES = 60;
/** type, channel, size before the payload; the end octet after it. */
const BEFORE = 7;
const AROUND = 8;

interface Swallowing {
  frame: Frame;
  left: number;
  digest: BodyDigest;
}

/** Lets whoever takes the messages stop reading from the broker for a while: prefetch counts messages, not bytes. */
export interface ReadControl {
  pause(): void;
  resume(): void;
}

/** Installs the seam on a connection, before its first consumer. `maxBodyBytes`: larger bodies are digested and dropped. */
export function keepRawContent(
  model: ChannelModel,
  options: { maxBodyBytes: number; digest: () => BodyDigest },
): ReadControl {
  const reader = model.connection as unknown as FrameReader;
  const decode = reader.recvFrame.bind(reader);
  const swallowing = new Map<number, Swallowing>();
  let paused: NodeJS.Timeout | null = null;

  reader.recvFrame = () => {
    for (;;) {
      if (paused) return false;
      const total = frameLength(reader);
      if (total === 0) return false;
      const type = reader.rest[0];
      const channel = reader.rest.readUInt16BE(1);
      if (type === FRAME_HEADER) {
        const frame = readContentHeader(reader, decode, total);
        if ((frame.size ?? 0) <= options.maxBodyBytes) return frame;
        swallowing.set(channel, { frame, left: frame.size!, digest: options.digest() });
      } else if (type === FRAME_BODY && swallowing.size > 0 && swallowing.has(channel)) {
        const held = swallowing.get(channel)!;
        held.digest.update(reader.rest.subarray(BEFORE, total - 1));
        held.left -= total - AROUND;
        reader.rest = reader.rest.subarray(total);
        if (held.left > 0) continue;
        swallowing.delete(channel);
        const raw = held.frame.fields[RAW] as RawContent;
        raw.oversize = { bytes: held.frame.size!, digest: held.digest.digest() };
        held.frame.size = 0;
        return held.frame;
      } else {
        return decode();
      }
    }
  };

  const resume = () => {
    if (!paused) return;
    clearInterval(paused);
    paused = null;
    reader.stream.emit("readable");
  };
  model.on("close", () => {
    if (paused) clearInterval(paused);
  });
  return {
    // Nothing is read while we pause, heartbeats neither: that silence is ours and must not look like the broker's.
    pause: () => {
      paused ??= setInterval(() => {
        reader.recvSinceLastCheck = true;
      }, 1_000);
    },
    resume,
  };
}

/** What the seam kept of a delivered message's content. */
export function rawContent(properties: object): RawContent {
  const raw = (properties as Record<symbol, RawContent | undefined>)[RAW];
  if (!raw) throw new Error("This connection keeps no raw content: call keepRawContent when it opens.");
  return raw;
}

/** Length of the whole frame at the head of the buffer, reading from the socket as needed; 0 when it is not there yet. */
function frameLength(reader: FrameReader): number {
  for (;;) {
    if (reader.rest.length >= BEFORE) {
      const total = reader.rest.readUInt32BE(3) + AROUND;
      if (reader.rest.length >= total) return total;
    }
    const incoming = reader.stream.read();
    if (incoming === null) return 0;
    reader.recvSinceLastCheck = true;
    reader.rest = reader.rest.length === 0 ? incoming : Buffer.concat([reader.rest, incoming]);
  }
}

function readContentHeader(reader: FrameReader, decode: () => Frame | false, total: number): Frame {
  const start = reader.rest;
  // The slice would keep the whole socket chunk alive for as long as the message waits: copy these few bytes.
  const properties = Buffer.from(start.subarray(BEFORE + 12, total - 1));
  try {
    const frame = decode() as Frame;
    frame.fields[RAW] = { properties, undecodable: null, oversize: null } satisfies RawContent;
    return frame;
  } catch (error) {
    reader.rest = start.subarray(total);
    const undecodable = error instanceof Error ? error.message : String(error);
    return {
      id: BASIC_PROPERTIES,
      channel: start.readUInt16BE(1),
      size: Number(start.readBigUInt64BE(BEFORE + 4)),
      fields: { headers: {}, [RAW]: { properties, undecodable, oversize: null } satisfies RawContent },
    };
  }
}
