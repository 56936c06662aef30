/**
 * Digest of one delivery, 64 bits as two words: the same message delivered again has the same one. It is compared
 * with what the broker delivers after a reconnect (see RedeliveryAligner), never shown, never an identity.
 * The body enters by its HMAC; where it went and with what properties enters by a cheap mixing hash under a secret
 * seed, which only has to keep apart messages of equal bodies. The first bit says that the message was transient:
 * it does not survive its broker.
 */
export type DeliveryDigest = readonly [high: number, low: number];

/** Bytes of a delivery digest in `batches.digests`. */
export const DIGEST_BYTES = 8;

const TRANSIENT = 0x80000000;

/** @param content 16 bytes as latin-1 text @param seed two secret words */
export function deliveryDigest(
  seed: DeliveryDigest,
  message: { exchange: string; routingKey: string; rawProperties: Uint8Array; transient: boolean },
  content: string,
): DeliveryDigest {
  let [a, b] = seed;
  for (const text of [message.exchange, message.routingKey]) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b);
    }
    // The length keeps ("ab", "c") and ("a", "bc") apart.
    a = Math.imul(a ^ text.length, 0xc2b2ae35);
    b ^= a >>> 15;
  }
  const raw = message.rawProperties;
  for (let i = 0; i < raw.length; i++) {
    a = Math.imul(a ^ raw[i]!, 0x01000193);
    b = Math.imul(b ^ raw[i]!, 0x85ebca6b);
  }
  const high = (word(content, 0) ^ a ^ (a >>> 13)) & ~TRANSIENT;
  const low = word(content, 4) ^ b ^ (b >>> 16);
  return [(message.transient ? high | TRANSIENT : high) >>> 0, low >>> 0];
}

/** Whether the digest is that of a transient message. */
export const isTransient = (high: number): boolean => (high & TRANSIENT) !== 0;

/** Digests one after the other, as they are stored. */
export function packDigests(digests: readonly DeliveryDigest[]): Buffer {
  const out = Buffer.allocUnsafe(digests.length * DIGEST_BYTES);
  for (let i = 0; i < digests.length; i++) {
    out.writeUInt32BE(digests[i]![0], i * DIGEST_BYTES);
    out.writeUInt32BE(digests[i]![1], i * DIGEST_BYTES + 4);
  }
  return out;
}

function word(latin1: string, at: number): number {
  return (
    (latin1.charCodeAt(at) << 24) |
    (latin1.charCodeAt(at + 1) << 16) |
    (latin1.charCodeAt(at + 2) << 8) |
    latin1.charCodeAt(at + 3)
  );
}
