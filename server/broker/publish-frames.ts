/** A message as it goes on the wire, byte for byte. */
export interface RawMessage {
  exchange: string;
  /** At most 255 bytes. */
  routingKey: Uint8Array;
  /** Property flags and values (AMQP 0-9-1, 2.3.5.2, without class, weight and body size). */
  properties: Uint8Array;
  body: Uint8Array;
}

const METHOD = 1;
const HEADER = 2;
const BODY = 3;
const END = 0xce;
/** Type, channel and size before the payload, the end octet after it. */
const AROUND = 8;
const BASIC_CLASS = 60;
const BASIC_PUBLISH = 40;
const MANDATORY = 1;
/** Class, weight and body size before the property flags. */
const HEADER_FIXED = 12;

/** Whether the content header of a message fits into one frame, as AMQP wants it. */
export const headerFits = (properties: Uint8Array, frameMax: number): boolean =>
  properties.length + HEADER_FIXED + AROUND <= frameMax;

/**
 * The frames of some messages, one after the other in one piece: what `basic.publish` sends, with `mandatory`.
 * amqplib encodes properties itself and would change them; and one write for many messages is several times cheaper.
 * @param frameMax largest frame that was agreed on with the broker
 */
export function publishFrames(channel: number, frameMax: number, messages: readonly RawMessage[]): Buffer {
  const names = messages.map(({ exchange }) => Buffer.from(exchange));
  const most = frameMax - AROUND;
  let total = 0;
  for (const [i, { routingKey, properties, body }] of messages.entries()) {
    total += AROUND + 4 + 2 + 1 + names[i]!.length + 1 + routingKey.length + 1;
    total += AROUND + HEADER_FIXED + properties.length;
    total += body.length + Math.ceil(body.length / most) * AROUND;
  }
  const out = Buffer.allocUnsafe(total);
  let at = 0;
  const begin = (type: number, size: number) => {
    out[at] = type;
    out.writeUInt16BE(channel, at + 1);
    out.writeUInt32BE(size, at + 3);
    at += AROUND - 1;
  };
  const put = (bytes: Uint8Array) => {
    out.set(bytes, at);
    at += bytes.length;
  };
  const short = (bytes: Uint8Array) => {
    out[at++] = bytes.length;
    put(bytes);
  };
  for (const [i, { routingKey, properties, body }] of messages.entries()) {
    begin(METHOD, 4 + 2 + 1 + names[i]!.length + 1 + routingKey.length + 1);
    at = out.writeUInt16BE(BASIC_CLASS, at);
    at = out.writeUInt16BE(BASIC_PUBLISH, at);
    at = out.writeUInt16BE(0, at);
    short(names[i]!);
    short(routingKey);
    out[at++] = MANDATORY;
    out[at++] = END;

    begin(HEADER, HEADER_FIXED + properties.length);
    at = out.writeUInt16BE(BASIC_CLASS, at);
    at = out.writeUInt16BE(0, at);
    at = out.writeUInt32BE(Math.floor(body.length / 2 ** 32), at);
    at = out.writeUInt32BE(body.length % 2 ** 32, at);
    put(properties);
    out[at++] = END;

    for (let from = 0; from < body.length; from += most) {
      const piece = body.subarray(from, from + most);
      begin(BODY, piece.length);
      put(piece);
      out[at++] = END;
    }
  }
  return out;
}
