import { createHash, createHmac, createSecretKey, type KeyObject } from "node:crypto";

/**
 * Digests of content. All but the leaf are HMACs with the store's own key, so that a digest tells nothing to who
 * does not hold the key, and nobody can make two contents collide on purpose.
 */
export interface Digester {
  /** 16 bytes over a body as it came from the wire. */
  content(body: Uint8Array): Buffer;
  /** 16 bytes: identity of an event. `source` is the producer where it named itself, else the exchange. */
  eventKey(vhost: string, source: EventSource, eventId: string): Buffer;
  /** 8 bytes over one delivery: the same message delivered again has the same digest. */
  delivery(exchange: string, routingKey: string, rawProperties: Uint8Array, content: Uint8Array): Buffer;
}

export type EventSource = { producer: string } | { exchange: string };

/** Bytes of a delivery digest. */
export const DIGEST_BYTES = 8;

/** Makes the digester for a store's key (32 bytes). */
export function createDigester(secret: Uint8Array): Digester {
  const keys = {
    content: subkey(secret, "content"),
    event: subkey(secret, "event key"),
    delivery: subkey(secret, "delivery"),
  };
  return {
    content: (body) => createHmac("sha256", keys.content).update(body).digest().subarray(0, 16),
    eventKey: (vhost, source, eventId) => {
      const [kind, name] = "producer" in source ? ["p", source.producer] : ["x", source.exchange];
      // Lengths first: no choice of names can make two identities read the same.
      const identity = `${vhost.length}:${vhost}${kind}${name.length}:${name}${eventId}`;
      return createHmac("sha256", keys.event).update(identity).digest().subarray(0, 16);
    },
    delivery: (exchange, routingKey, rawProperties, content) =>
      createHmac("sha256", keys.delivery)
        .update(`${exchange.length}:${exchange}${routingKey.length}:${routingKey}`)
        .update(content)
        .update(rawProperties)
        .digest()
        .subarray(0, 8),
  };
}

/** The content digest of a body that is seen piece by piece: the same 16 bytes as `Digester.content` of the whole. */
export function incrementalContentDigest(secret: Uint8Array): {
  update(piece: Uint8Array): void;
  digest(): Buffer;
} {
  const hmac = createHmac("sha256", subkey(secret, "content"));
  return {
    update: (piece) => {
      hmac.update(piece);
    },
    digest: () => hmac.digest().subarray(0, 16),
  };
}

function subkey(secret: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(createHmac("sha256", secret).update(purpose).digest());
}

const LEAF_PREFIX = Buffer.from([0]);

/** RFC 9162 leaf hash, SHA-256(0x00 || entry): 32 bytes. */
export function leafHash(entry: Uint8Array): Buffer {
  return createHash("sha256").update(LEAF_PREFIX).update(entry).digest();
}
