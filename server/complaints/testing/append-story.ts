import type { ClientBase } from "pg";
import { inTransaction } from "@/server/event-store/append-batch";
import { serviceOf } from "../complaint-events";
import { createOwnStore } from "../own-store";
import type { Story } from "./story";

const store = createOwnStore(Buffer.alloc(32, 1));

/** Appends the events of a story from the `from`th on, each in a transaction of its own, as the services do. */
export async function appendStory(
  client: ClientBase,
  vhost: string,
  { events }: Story,
  from = 0,
): Promise<void> {
  for (const event of events.slice(from)) {
    const { eventId, eventType, eventData, aggregateId, metadata } = event;
    const append = {
      ...serviceOf(eventType),
      vhost,
      aggregateId,
      expectedVersion: metadata.version - 1,
      correlationId: metadata.correlationId,
      at: new Date(metadata.timestamp),
      events: [{ eventId, eventType, eventData, actor: metadata.userId }],
    };
    await inTransaction(client, () => store.append(client, append));
  }
}
