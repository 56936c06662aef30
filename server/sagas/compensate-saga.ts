import type { ClientBase } from "pg";
import type { z } from "zod";
import { expectInScope } from "@/server/access/admit";
import { byOf } from "@/server/access/by";
import { scopeFor } from "@/server/access/principal";
import { vhostOf } from "@/server/broker/connection";
import { handleComplaint } from "@/server/complaints/commands";
import { expectPlace } from "@/server/complaints/complaint-door";
import { SERVICES } from "@/server/complaints/complaint-events";
import { expectComplaints } from "@/server/complaints/complaint-services";
import { SillageError } from "@/server/errors";
import { putIntoOutbox } from "@/server/event-store/outbox-message";
import type { Visit } from "@/server/http/door";
import { maskerOf } from "@/server/masking/masker-for";
import { act } from "@/server/operator-actions/act";
import { bodyOfCompensation } from "./compensation-message";
import { complaintOf } from "./complaint-of-saga";
import type { CompensateBy } from "./definition";
import { definitionOf } from "./definition-of-saga";
import type { compensateInput, compensateOutput } from "./definition-schemas";
import { digestOf } from "./digest";
import { readInstances } from "./read-instances";
import { readSaga } from "./read-saga";
import { parseSagaId, type SagaInstance } from "./saga";
import { servingSagas } from "./saga-projection";
import type { SagaDetail } from "./saga-schemas";

type Input = z.output<typeof compensateInput>;
type Output = z.input<typeof compensateOutput>;

/** Who publishes it, as its consumers see it. */
const PRODUCER = "sillage";

/**
 * Starts the compensation of a saga by hand, as its definition says how: by a command to our own complaint service, or by
 * a message that is put into the outbox with the record of who did it and why.
 * @throws SillageError NOT_FOUND outside of the scope; FORBIDDEN; UNPROCESSABLE where its definition does not say how, or
 *   names what it does not have; CONFLICT where it is compensated already, or being compensated
 */
export async function compensateSaga(visit: Visit, { id, reason }: Input): Promise<Output> {
  const { saga, instance } = await readWhole(visit, id);
  if (saga.status === "COMPENSATED" || instance.steps.length === 0)
    throw new SillageError("CONFLICT", "This saga is compensated already.");
  // One that is stuck on the way may be started again.
  if (saga.status === "COMPENSATING")
    throw new SillageError("CONFLICT", "The compensation of this saga is under way.");
  const definition = await definitionOf(visit.services.searchPool, {
    definition: saga.definition?.name ?? null,
    definitionVersion: saga.definition?.version ?? null,
  });
  const how = definition?.compensateBy;
  if (!how)
    throw new SillageError("UNPROCESSABLE", "No definition of this saga says how it is compensated by hand.");
  return how.by === "complaint"
    ? throughComplaint(visit, instance, { id, reason })
    : throughBroker(visit, instance, how, { id, reason });
}

/** The saga as the visitor may see it, and its events as they are stored. */
async function readWhole(
  visit: Visit,
  id: string,
): Promise<{ saga: SagaDetail["saga"]; instance: SagaInstance }> {
  const { services, scope } = visit;
  const masker = await maskerOf(visit);
  const show = await readSaga(services.searchPool, { scope, masker, now: services.clock() }, id);
  const generation = await servingSagas(services.searchPool);
  const [instance] = await readInstances(services.searchPool, generation ?? 0, [parseSagaId(id)!]);
  if (!instance) throw new SillageError("NOT_FOUND", "There is no such saga.");
  return { saga: show(masker).saga, instance };
}

async function throughComplaint(visit: Visit, instance: SagaInstance, { reason }: Input): Promise<Output> {
  const { services } = visit;
  const { vhost } = expectPlace(visit);
  const streams = instance.steps.flatMap(({ streamId }) => (streamId === null ? [] : [streamId]));
  const complaintId =
    instance.key.vhost === vhost ? await complaintOf(services.searchPool, { vhost, streams }) : null;
  if (complaintId === null)
    throw new SillageError("UNPROCESSABLE", "This saga is about no complaint of our own.");
  await handleComplaint(expectComplaints(services), {
    command: { type: "requireCompensation", reason },
    complaintId,
    by: byOf(visit, reason),
  });
  return {
    by: "complaint",
    type: "COMPLAINT_COMPENSATION_REQUIRED",
    exchange: SERVICES.complaint.exchange,
  };
}

async function throughBroker(
  visit: Visit,
  instance: SagaInstance,
  how: Extract<CompensateBy, { by: "publish" }>,
  { id, reason }: Input,
): Promise<Output> {
  const { services, principal } = visit;
  const { exchange, routingKey, type } = how;
  const { vhost, basis, value } = instance.key;
  expectInScope(scopeFor(principal, "sagas.compensate"), { vhost, exchange });
  expectServed(services.env, vhost);
  const last = instance.steps.at(-1)!;
  // The same saga at the same point: the same message, so that its consumers can tell that they have it.
  const messageId = digestOf(["compensation", id, last.id]);
  const body = bodyOfCompensation(how, instance, { sagaId: id, reason, by: principal.name });
  const deed = {
    by: byOf(visit, reason),
    action: "saga.compensated",
    target: { type: "saga", id, vhost, exchange },
  } as const;
  return act(services.storePool, deed, async (client) => {
    await expectFirst(client, id, messageId);
    await putIntoOutbox(client, [
      {
        lane: messageId,
        vhost,
        exchange,
        routingKey,
        properties: {
          contentType: "application/json",
          deliveryMode: 2,
          messageId,
          ...(basis === "correlation" && { correlationId: value }),
          timestamp: Math.floor(services.clock().getTime() / 1_000),
          type,
          appId: PRODUCER,
        },
        headers: last.eventId === null ? {} : { "causation-id": last.eventId },
        body: Buffer.from(JSON.stringify(body)),
      },
    ]);
    return { value: { by: "publish", type, exchange }, after: { messageId, type, exchange, routingKey } };
  });
}

/** Two who start it at once start it once. @throws SillageError CONFLICT */
async function expectFirst(client: ClientBase, id: string, messageId: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`compensate ${id}`]);
  const { rowCount } = await client.query(
    `SELECT 1 FROM operator_actions WHERE action = 'saga.compensated' AND target_type = 'saga' AND target_id = $1
       AND outcome = 'done' AND after->>'messageId' = $2 LIMIT 1`,
    [id, messageId],
  );
  if (rowCount)
    throw new SillageError(
      "CONFLICT",
      "The compensation of this saga was started already; nothing has come since.",
    );
}

/** @throws SillageError UNPROCESSABLE where no worker publishes */
function expectServed(
  { rabbitmq, vhosts }: { rabbitmq: { url?: string | undefined }; vhosts: readonly string[] },
  vhost: string,
): void {
  const served = rabbitmq.url ? [vhostOf(rabbitmq.url), ...vhosts] : [];
  if (!served.includes(vhost))
    throw new SillageError("UNPROCESSABLE", `Nothing is published to the virtual host ${vhost} from here.`);
}
