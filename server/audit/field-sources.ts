import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { storedDelivery } from "@/server/broker/stored-delivery";
import { TRACED_FIELDS, traceReading } from "@/server/envelopes/trace-reading";
import { SillageError } from "@/server/errors";
import { readMessage } from "@/server/event-store/read-message";
import { mappingsOf } from "@/server/ingest/mappings";
import { asPublished } from "@/server/ingest/prepare-record";
import type { Masker } from "@/server/masking/masker";
import { knownDeadLetterExchanges } from "@/server/taps/known-dead-letter-exchanges";
import type { FieldSourcesOutput } from "./related-schemas";

/**
 * Where each field of a message's envelope stands in the message: it is read once more, as the ingest does.
 * @throws SillageError NOT_FOUND
 */
export async function getFieldSources(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  id: string,
): Promise<FieldSourcesOutput> {
  const [message, mappingFor, isDeadLetter] = await Promise.all([
    readMessage(pool, id, scope),
    mappingsOf(pool),
    knownDeadLetterExchanges(pool),
  ]);
  if (!message) throw new SillageError("NOT_FOUND", `There is no message ${id}.`);
  if (message.eventType === null) return { fields: {}, differs: [] };
  const delivery = storedDelivery({
    receivedAt: message.receivedAt.getTime(),
    vhost: message.vhost,
    exchange: message.exchange,
    routingKey: message.routingKey,
    redelivered: message.redelivered,
    rawProperties: message.rawProperties,
    body: message.body ?? Buffer.alloc(0),
    oversize: null,
  });
  const { origin, incoming } = asPublished(delivery, (exchange) => isDeadLetter(message.vhost, exchange));
  const trace = traceReading(incoming, mappingFor(message.vhost, origin.exchange));
  const output: FieldSourcesOutput = { fields: {}, differs: [] };
  for (const field of TRACED_FIELDS) {
    const read = trace[field];
    if (!same(read?.value ?? null, message[field])) output.differs.push(field);
    else if (read)
      output.fields[field] = { stage: read.stage, path: read.path && masker.text(read.path, message) };
  }
  return output;
}

function same(read: unknown, stored: unknown): boolean {
  if (read instanceof Date && stored instanceof Date) return read.getTime() === stored.getTime();
  return read === stored;
}
