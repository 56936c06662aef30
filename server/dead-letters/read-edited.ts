import type { Pool } from "pg";
import { storedDelivery } from "@/server/broker/stored-delivery";
import { readEnvelope } from "@/server/envelopes/read-envelope";
import { mappingsOf } from "@/server/ingest/mappings";
import { asPublished } from "@/server/ingest/prepare-record";
import { knownDeadLetterExchanges } from "@/server/taps/known-dead-letter-exchanges";
import type { Content } from "./content";
import type { EditableLetter } from "./editable-letters";

/** What an edited message says it is, as the ingest will read it when it is sent. */
export type ReadEdited = (letter: EditableLetter, content: Content) => EditedReading;

export interface EditedReading {
  eventType: string | null;
  eventId: string | null;
}

/** Makes the reader, with the operators' mappings as they stand now. */
export async function editedReader(pool: Pool): Promise<ReadEdited> {
  const [mappingFor, isDeadLetterExchange] = await Promise.all([
    mappingsOf(pool),
    knownDeadLetterExchanges(pool),
  ]);
  return ({ vhost, exchange, deadKey }, content) => {
    const delivery = storedDelivery({
      receivedAt: 0,
      vhost,
      exchange,
      routingKey: deadKey.toString("utf8"),
      redelivered: false,
      rawProperties: content.rawProperties,
      body: content.body,
      oversize: null,
    });
    const { origin, incoming } = asPublished(delivery, (name) => isDeadLetterExchange(vhost, name));
    const reading = readEnvelope(incoming, mappingFor(vhost, origin.exchange));
    const { eventType = null, eventId = null } = reading.readable ? reading.envelope : {};
    return { eventType, eventId };
  };
}
