import type { Pool } from "pg";
import { type CheckedEvent, checkEvent } from "@/server/complaints/check-event";
import { streamId } from "@/server/envelopes/stream-id";
import { errorText } from "@/server/errors";
import { readOwnStream } from "@/server/event-store/stored-event";
import { ServiceFailure } from "./failure";
import type { InboxMessage } from "./inbox-messages";

/**
 * The event of a message, checked against its schema and known to be one of ours: it stands in the store under the
 * stream and version that it names. Who may publish on our exchanges can thus not make us write to anybody.
 * @throws ServiceFailure poison when it is not.
 */
export async function readPublished(pool: Pool, message: InboxMessage): Promise<CheckedEvent> {
  const event = checked(message.event);
  const { version } = event.metadata;
  const stream = streamId(event.aggregateType, event.aggregateId);
  const [stored] = await readOwnStream(pool, message.vhost, stream, { from: version, upTo: version });
  if (stored?.eventId !== event.eventId) {
    throw new ServiceFailure("poison", `Sillage never published an event ${event.eventId} of ${stream}.`);
  }
  return checked(stored);
}

/** The event of a message where it is being given up: null when it is none that could be read. */
export function eventOf(message: InboxMessage): CheckedEvent | null {
  try {
    return checkEvent(message.event);
  } catch {
    return null;
  }
}

function checked(event: unknown): CheckedEvent {
  try {
    return checkEvent(event);
  } catch (error) {
    throw new ServiceFailure("poison", errorText(error), { cause: error });
  }
}
