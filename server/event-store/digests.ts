import { createHmac, hash } from "node:crypto";
import { type DeliveryDigest, deliveryDigest } from "./delivery-digest";
import { HmacKey } from "./hmac-key";

/**
 * Bytes as latin-1 text, one character a byte. On the hot path digests travel like this: a Buffer a digest, five a
 * message, made garbage collection a fifth of the ingest's time.
 */
export type Bytes = string;

/**
 * Digests under the store's own key, so that a digest tells nothing to who does not hold it, and nobody can make two
 * contents collide on purpose.
 */
export interface Digester {
  /** 16 bytes of HMAC-SHA-256 over a body as it came from the wire. */
  content(body: Uint8Array): Bytes;
  /** 16 bytes of HMAC-SHA-256: identity of an event. `source` is the producer where it named itself, else the exchange. */
  eventKey(vhost: string, source: EventSource, eventId: string): Bytes;
  /** See DeliveryDigest. `content` is the body's content digest. */
  delivery(
    message: { exchange: string; routingKey: string; rawProperties: Uint8Array; transient: boolean },
    content: Bytes,
  ): DeliveryDigest;
}

export type EventSource = { producer: string } | { exchange: string };

/** Makes the digester for a store's key (32 bytes). */
export function createDigester(secret: Uint8Array): Digester {
  const content = new HmacKey(subkey(secret, "content"));
  const event = new HmacKey(subkey(secret, "event key"));
  const seedBytes = subkey(secret, "delivery");
  const seed: DeliveryDigest = [seedBytes.readUInt32BE(0), seedBytes.readUInt32BE(4)];
  return {
    content: (body) => content.sign(body).slice(0, 16),
    eventKey: (vhost, source, eventId) => {
      const [kind, name] = "producer" in source ? ["p", source.producer] : ["x", source.exchange];
      // Lengths first: no choice of names can make two identities read the same.
      return event.signText(`${vhost.length}:${vhost}${kind}${name.length}:${name}${eventId}`).slice(0, 16);
    },
    delivery: (message, contentDigest) => deliveryDigest(seed, message, contentDigest),
  };
}

/** The content digest of a body that is seen piece by piece: the same 16 bytes as `Digester.content` of the whole. */
export function incrementalContentDigest(secret: Uint8Array): {
  update(piece: Uint8Array): void;
  digest(): Bytes;
} {
  const hmac = createHmac("sha256", subkey(secret, "content"));
  return {
    update: (piece) => {
      hmac.update(piece);
    },
    digest: () => hmac.digest("binary").slice(0, 16),
  };
}

function subkey(secret: Uint8Array, purpose: string): Buffer {
  return createHmac("sha256", secret).update(purpose).digest();
}

/** RFC 9162 leaf hash, SHA-256(0x00 || entry): 32 bytes. `prefixed` is the entry with a zero byte before it. */
export function leafHash(prefixed: Uint8Array): Bytes {
  return hash("sha256", prefixed, "binary");
}
