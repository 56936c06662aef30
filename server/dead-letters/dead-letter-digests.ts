import { createHmac } from "node:crypto";
import { HmacKey } from "@/server/event-store/hmac-key";
import { lastingProperties } from "./lasting-properties";

/** What makes a dead letter this one: where it lies and every byte of it. */
export interface DeadLetterIdentity {
  vhost: string;
  /** The dead-letter queue. */
  queue: string;
  exchange: string;
  routingKey: Uint8Array;
  rawProperties: Uint8Array;
  /** Content digest of the body, 16 bytes as latin-1 text. */
  contentDigest: string;
}

/** What dead letters of one group have in common. */
export interface GroupIdentity {
  vhost: string;
  queue: string;
  failedQueue: string;
  exchange: string;
  reason: string;
  errorClass: string | null;
  errorType: string | null;
  signature: string;
}

/** Digests under the store's key, as UUIDs, so that nobody can make two messages or two causes the same on purpose. */
export interface DeadLetterDigester {
  /** The same for each delivery of one message; two equal messages have the same one, too. */
  identity(message: DeadLetterIdentity): string;
  group(group: GroupIdentity): string;
}

/** @param secret the store's key for digests */
export function createDeadLetterDigester(secret: Uint8Array): DeadLetterDigester {
  const key = (purpose: string) => new HmacKey(createHmac("sha256", secret).update(purpose).digest());
  const [identity, group] = [key("dead letter"), key("cause group")];
  return {
    identity: ({ vhost, queue, exchange, routingKey, rawProperties, contentDigest }) => {
      const properties = lastingProperties(rawProperties);
      const parts = [Buffer.from(vhost), Buffer.from(queue), Buffer.from(exchange), routingKey, properties];
      return uuid(
        identity.sign(Buffer.concat([...parts.flatMap(withLength), Buffer.from(contentDigest, "latin1")])),
      );
    },
    group: (cause) =>
      uuid(
        group.signText(
          JSON.stringify([
            cause.vhost,
            cause.queue,
            cause.failedQueue,
            cause.exchange,
            cause.reason,
            cause.errorClass,
            cause.errorType,
            cause.signature,
          ]),
        ),
      ),
  };
}

/** Lengths first: no choice of names can make two messages read the same. */
function withLength(part: Uint8Array): Uint8Array[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return [length, part];
}

function uuid(latin1: string): string {
  const hex = Buffer.from(latin1.slice(0, 16), "latin1").toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
