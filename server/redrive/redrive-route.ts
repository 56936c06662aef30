import { REDRIVE_EXCHANGE } from "@/server/broker/redrive-names";
import type { RedriveDestination } from "./redrive-schemas";
import type { RedriveKind } from "./redrive-words";

/** Where one message of a redrive is sent. Pure. */

/** What of a dead letter says where it belongs. */
export interface Belonging {
  /** The dead-letter queue that it lay in, and what it was published with there. */
  queue: string;
  routingKey: Buffer;
  /** What it was published with before it died; null where that is not known. */
  originExchange: string | null;
  originKey: string | null;
  /** The queue or exchange that the plan froze. */
  target: string | null;
  /** An edited one: its key is its own. */
  edited: boolean;
}

export interface SendRoute {
  exchange: string;
  routingKey: Buffer;
  /** The queue that alone is to get it; null where an exchange decides. */
  queue: string | null;
}

/** @returns null where it is not known where the message belongs */
export function routeOf(
  kind: RedriveKind,
  destination: RedriveDestination,
  message: Belonging,
): SendRoute | null {
  const { target, originExchange } = message;
  if (target === null) return null;
  if (kind === "release") return toQueue(target, message.routingKey);
  const key = ownKey(message);
  switch (destination.kind) {
    case "failed-queue":
    case "queue":
      return toQueue(target, key);
    case "origin":
      // The default exchange cannot be tapped; the queue that its key names gets the message all the same.
      return originExchange === ""
        ? toQueue(target, key)
        : { exchange: target, routingKey: key, queue: null };
    case "exchange": {
      const routingKey = destination.routingKey === null ? key : Buffer.from(destination.routingKey);
      return { exchange: target, routingKey, queue: null };
    }
  }
}

const toQueue = (queue: string, routingKey: Buffer): SendRoute => ({
  exchange: REDRIVE_EXCHANGE,
  routingKey,
  queue,
});

/** No key is longer; text that lost bytes which are no UTF-8 may be. */
const LONGEST_KEY = 255;

/** The key before the death, where it is known; one that was edited is what it is to be. */
function ownKey({ originKey, routingKey, edited }: Belonging): Buffer {
  if (originKey === null || edited) return routingKey;
  const key = Buffer.from(originKey);
  return key.length > LONGEST_KEY ? routingKey : key;
}
