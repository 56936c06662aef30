import { randomUUID } from "node:crypto";
import type { ClientBase } from "pg";
import { SillageError } from "@/server/errors";
import { inTransaction } from "@/server/event-store/append-batch";
import type { StoredEvent } from "@/server/event-store/stored-event";
import { type Reader, readOwnStream } from "@/server/event-store/stored-event";
import { recordFailure } from "@/server/operator-actions/act";
import type { By } from "@/server/operator-actions/action";
import { recordAction } from "@/server/operator-actions/record-action";
import { type CommandResult, claimKey, commandKey, keepResult } from "./command-keys";
import type { ComplaintCommand } from "./complaint-commands";
import { deedOf } from "./complaint-deeds";
import { SERVICES } from "./complaint-events";
import type { ComplaintServices } from "./complaint-services";
import { completeCommand, type GivenCommand } from "./complete-command";
import { decide } from "./decide";
import { complaintStream, type LoadedComplaint, loadComplaint } from "./load-complaint";

/** Who asks: somebody at one of our doors, or a service of ours that reacts. */
export type CommandBy = By | { service: string };

/** A command to one complaint. */
export interface CommandRequest {
  command: GivenCommand;
  complaintId: string;
  by: CommandBy;
  /** Absent: that of the complaint, or a new one when it is being filed. */
  correlationId?: string | undefined;
  /** The event that it reacts to. */
  causationId?: string | undefined;
  /** Of the caller: the same command under the same key is done once. */
  idempotencyKey?: string | undefined;
  /** The version that the caller has seen; absent: whatever it is now. */
  expectedVersion?: number | undefined;
}

export interface CommandAnswer {
  complaintId: string;
  /** Of its stream, after the command. */
  version: number;
  /** What follows from it; none when it asked for what was so already. */
  events: StoredEvent[];
  correlationId: string;
  /** The command was done before, under the same key; `events` are those of that time. */
  repeated: boolean;
}

/** How often a command is decided anew because the complaint changed between reading and appending. */
const TRIES = 20;

/**
 * Handles a command in a transaction of its own: events, outbox, idempotency key and the record of who did it, or nothing.
 * @throws ComplaintError when the complaint does not allow it; SillageError CONFLICT with the present version and what
 *   happened since when it has another version than the caller has seen; UNPROCESSABLE for a key of another request
 */
export async function handleComplaint(
  services: ComplaintServices,
  request: CommandRequest,
): Promise<CommandAnswer> {
  const client = await services.pool.connect();
  try {
    return await inTransaction(client, () => handleWithin(client, services, request));
  } catch (error) {
    if ("actor" in request.by) await recordFailure(client, deedOf(request, request.by), error);
    throw error;
  } finally {
    client.release();
  }
}

/** The same in a transaction that the caller has: for reactions, which commit their inbox with it. */
export async function handleWithin(
  client: ClientBase,
  services: ComplaintServices,
  request: CommandRequest,
): Promise<CommandAnswer> {
  const { idempotencyKey } = request;
  if (idempotencyKey === undefined) return answer(await execute(client, services, request));
  const { command, complaintId, expectedVersion } = request;
  // A complaint that is being filed gets its id from us: it is no part of what was asked.
  const asked = [command.type === "create" ? null : complaintId, command, expectedVersion ?? null];
  const key = commandKey(callerOf(request.by), idempotencyKey, asked);
  const known = await claimKey(client, key);
  if (known) return repeated(client, services, known);
  const executed = await execute(client, services, request);
  await keepResult(client, key, executed.result);
  return answer(executed);
}

interface Executed {
  result: CommandResult;
  events: StoredEvent[];
}

const answer = ({ result, events }: Executed): CommandAnswer => ({
  complaintId: result.complaintId,
  version: result.version,
  correlationId: result.correlationId,
  events,
  repeated: false,
});

async function repeated(
  reader: Reader,
  { vhost }: ComplaintServices,
  { complaintId, correlationId, from, version }: CommandResult,
): Promise<CommandAnswer> {
  const range = { from: from + 1, upTo: version };
  const events =
    version > from ? await readOwnStream(reader, vhost, complaintStream(complaintId), range) : [];
  return { complaintId, correlationId, version, events, repeated: true };
}

async function execute(
  client: ClientBase,
  services: ComplaintServices,
  request: CommandRequest,
): Promise<Executed> {
  const { complaintId } = request;
  for (let tries = 1; ; tries++) {
    const loaded = await loadComplaint(client, services.vhost, complaintId);
    const at = services.clock();
    const command = completeCommand(request.command, loaded, complaintId);
    const decided = decideOn(command, loaded, request, at);
    const correlationId = request.correlationId ?? loaded.events[0]?.metadata.correlationId ?? randomUUID();
    const result = { complaintId, correlationId, from: loaded.version };
    if (decided.length === 0) return { result: { ...result, version: loaded.version }, events: [] };
    try {
      const store = await services.store();
      const { version, events } = await store.append(client, {
        ...SERVICES.complaint,
        vhost: services.vhost,
        aggregateId: complaintId,
        expectedVersion: loaded.version,
        correlationId,
        at,
        events: decided.map((event) => ({
          ...event,
          eventId: randomUUID(),
          causationId: request.causationId,
          actor: callerId(request.by),
        })),
      });
      if ("actor" in request.by) {
        const after = { version, events: events.map((event) => event.eventType) };
        await recordAction(client, { ...deedOf(request, request.by), after, outcome: "done" });
      }
      return { result: { ...result, version }, events };
    } catch (error) {
      if (!isVersionConflict(error) || tries === TRIES) throw error;
      // Somebody else was faster. What they did may allow this all the same: look again, with their events.
    }
  }
}

/** What follows from a command. When the caller has seen another version, what is so already is still so, the rest is not decided. */
function decideOn(
  command: ComplaintCommand,
  loaded: LoadedComplaint,
  { complaintId, by, expectedVersion }: CommandRequest,
  at: Date,
) {
  const decision = { complaintId, by: callerId(by), at: at.toISOString() };
  if (expectedVersion === undefined || expectedVersion === loaded.version) {
    return decide(command, loaded.state, decision);
  }
  const since = loaded.events.filter((event) => event.metadata.version > expectedVersion);
  const conflict = new SillageError(
    "CONFLICT",
    `The complaint was changed meanwhile: it has version ${loaded.version}, you have seen ${expectedVersion}.`,
    {
      details: {
        facts: {
          rule: "changed-meanwhile",
          expectedVersion,
          version: loaded.version,
          status: loaded.state.status,
          since: since.map(({ eventType, metadata }) => ({
            eventType,
            version: metadata.version,
            at: metadata.timestamp,
            by: metadata.userId ?? null,
          })),
        },
      },
    },
  );
  if (loaded.state.status === null) throw conflict;
  try {
    if (decide(command, loaded.state, decision).length === 0) return [];
  } catch {
    // Why it is not allowed now is what happened since.
  }
  throw conflict;
}

const isVersionConflict = (error: unknown): boolean =>
  error instanceof SillageError && error.code === "CONFLICT" && error.details?.actualVersion !== undefined;

/** Who did it, as the events say: the id of a person or a token, the name of a service. */
const callerId = (by: CommandBy): string => ("service" in by ? by.service : (by.actor.id ?? by.actor.name));
const callerOf = (by: CommandBy): string => `${"service" in by ? "service" : by.actor.kind}:${callerId(by)}`;
