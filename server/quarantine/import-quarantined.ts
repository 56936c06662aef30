import type { ClientBase, Pool } from "pg";
import { byOf } from "@/server/access/by";
import type { Principal } from "@/server/access/principal";
import type { Scope } from "@/server/access/scope";
import { storedDelivery } from "@/server/broker/stored-delivery";
import { SillageError } from "@/server/errors";
import { BatchWriter } from "@/server/event-store/append-batch";
import { createDigester } from "@/server/event-store/digests";
import type { StoreFailure } from "@/server/event-store/quarantine";
import { RecordIds } from "@/server/event-store/record-ids";
import { openBody } from "@/server/event-store/seal";
import { digestKey } from "@/server/event-store/store-keys";
import type { PrismaClient, QuarantinedMessage } from "@/server/generated/prisma/client";
import { mappingsOf } from "@/server/ingest/mappings";
import { prepareRecord, type ReadingContext } from "@/server/ingest/prepare-record";
import { dataFailure } from "@/server/ingest/store-failure";
import type { Masker } from "@/server/masking/masker";
import { type Deed, recordFailure } from "@/server/operator-actions/act";
import type { By } from "@/server/operator-actions/action";
import { recordAction } from "@/server/operator-actions/record-action";
import { knownDeadLetterExchanges } from "@/server/taps/known-dead-letter-exchanges";
import { maskOutcome } from "./mask-quarantined";
import { getQuarantined, previewImport, rowsWithin, whereOf } from "./quarantine-queries";
import type { ImportOutcome, QuarantineFilter } from "./quarantine-schemas";

/** Who imports, and the part of the quarantine that they may. */
export interface Importer {
  scope: Scope;
  by: By;
}

/** The importer that a door let in. */
export const importerOf = (
  visit: { principal: Principal; headers: Headers; scope: Scope },
  reason?: string,
): Importer => ({
  scope: visit.scope,
  by: byOf(visit, reason),
});

/** Brings messages from quarantine into the store, while everything runs. Each attempt is recorded. */
export class QuarantineImport {
  readonly #prisma: PrismaClient;
  readonly #pool: Pool;
  readonly #ids = new RecordIds();

  constructor(prisma: PrismaClient, pool: Pool) {
    this.#prisma = prisma;
    this.#pool = pool;
  }

  /**
   * Imports one message.
   * @throws SillageError NOT_FOUND; CONFLICT when it was imported before, or when it still cannot be stored (with the
   * reason; it stays in quarantine, with one more attempt)
   */
  async one(importer: Importer, id: string, masker: Masker): Promise<QuarantinedMessage> {
    const { outcome, reason } = maskOutcome(await this.attempt(importer, id), masker);
    if (outcome === "already") throw new SillageError("CONFLICT", `Message ${id} was imported before.`);
    if (outcome === "refused")
      throw new SillageError("CONFLICT", `Message ${id} still cannot be stored: ${reason}`);
    return getQuarantined(this.#prisma, importer.scope, id);
  }

  /**
   * Tries to import one message and tells what came of it. Stored and marked in one transaction, so that it is in one
   * place at every moment, and asking twice stores once. A refusal is kept with the others.
   * @throws SillageError NOT_FOUND; whatever says that storing does not work now: then nothing has changed
   */
  async attempt({ scope, by }: Importer, id: string, context?: ReadingContext): Promise<ImportOutcome> {
    const row = await getQuarantined(this.#prisma, scope, id);
    const deed = deedOf(row, by);
    const reading = context ?? (await this.#context());
    const client = await this.#pool.connect();
    try {
      if (row.importedAt) return await tooLate(client, deed, row);
      const record = prepareRecord(toDelivery(row), reading);
      const firstRecord = await this.#ids.take(client, 1);
      const { placements } = await new BatchWriter().append(client, [record], {
        firstRecord,
        lease: null,
        also: async (transaction) => {
          await markImported(transaction, id, firstRecord);
          const after = { importedId: String(firstRecord) };
          await recordAction(transaction, { ...deed, outcome: "done", after });
        },
      });
      return {
        id,
        outcome: "imported",
        importedId: String(firstRecord),
        reading: placements[0]!.reading,
        errorCode: null,
        reason: null,
      };
    } catch (error) {
      // Somebody was faster: what this transaction had written is gone again.
      if (error === ALREADY)
        return await tooLate(client, deed, await getQuarantined(this.#prisma, scope, id));
      const failure = dataFailure(error);
      if (!failure) {
        await recordFailure(client, deed, error);
        throw error;
      }
      const refusal = await refuse(client, id, failure);
      await recordAction(client, { ...deed, outcome: "failed", detail: failure });
      return refusal;
    } finally {
      client.release();
    }
  }

  /**
   * Imports messages that wait and match, oldest first, as many as fit into a short request: at most 50 and about two
   * seconds. What still cannot be stored stays. Asked again from `next` on until that is null.
   */
  async some(
    importer: Importer,
    filter: QuarantineFilter,
    { through, after, limit = 50 }: { through?: string; after?: string | undefined; limit?: number },
  ): Promise<{ outcomes: ImportOutcome[]; next: string | null }> {
    const until = performance.now() + 2_000;
    const waiting = await this.#prisma.quarantinedMessage.findMany({
      where: {
        ...(await rowsWithin(this.#prisma, importer.scope)),
        ...whereOf(filter),
        importedAt: null,
        id: {
          ...(after === undefined ? {} : { gt: BigInt(after) }),
          ...(through === undefined ? {} : { lte: BigInt(through) }),
        },
      },
      orderBy: { id: "asc" },
      take: limit + 1,
      select: { id: true },
    });
    const context = await this.#context();
    const outcomes: ImportOutcome[] = [];
    for (const { id } of waiting.slice(0, limit)) {
      outcomes.push(await this.attempt(importer, String(id), context));
      if (performance.now() > until) break;
    }
    return { outcomes, next: outcomes.length < waiting.length ? outcomes.at(-1)!.id : null };
  }

  /** Imports everything of a scope that waits now, oldest first. What still cannot be stored stays. */
  async all(importer: Importer): Promise<{ imported: number; failed: number; refused: ImportOutcome[] }> {
    const result = { imported: 0, failed: 0, refused: [] as ImportOutcome[] };
    // What is put aside meanwhile is not taken along: an import must end.
    const { through } = await previewImport(this.#prisma, importer.scope, {});
    let after: string | undefined;
    while (through !== null) {
      const { outcomes, next } = await this.some(importer, {}, { through, after });
      for (const outcome of outcomes) {
        if (outcome.outcome === "imported") result.imported++;
        if (outcome.outcome !== "refused") continue;
        result.failed++;
        if (result.refused.length < MOST_TOLD) result.refused.push(outcome);
      }
      if (next === null) break;
      after = next;
    }
    return result;
  }

  async #context(): Promise<ReadingContext> {
    const [secret, mappingFor, deadLetter] = await Promise.all([
      digestKey(this.#pool),
      mappingsOf(this.#pool),
      knownDeadLetterExchanges(this.#pool),
    ]);
    return { digester: createDigester(secret), mappingFor, isDeadLetterExchange: deadLetter };
  }
}

/** What the record says of an import, whatever comes of it. */
function deedOf(row: QuarantinedMessage, by: By): Deed {
  const exchange = Buffer.from(row.exchange).toString();
  return {
    by,
    action: "quarantine.imported",
    target: { type: "quarantine", id: String(row.id), vhost: row.vhost, exchange },
    before: { importedId: row.importedId === null ? null : String(row.importedId) },
  };
}

/** Somebody had imported it before. */
async function tooLate(client: ClientBase, deed: Deed, row: QuarantinedMessage): Promise<ImportOutcome> {
  const outcome = already(row);
  await recordAction(client, {
    ...deed,
    outcome: "failed",
    detail: { error: "imported before", importedId: outcome.importedId },
  });
  return outcome;
}

function toDelivery(row: QuarantinedMessage) {
  return storedDelivery({
    receivedAt: row.receivedAt.getTime(),
    vhost: row.vhost,
    exchange: Buffer.from(row.exchange).toString(),
    routingKey: Buffer.from(row.routingKey).toString(),
    redelivered: row.redelivered,
    rawProperties: Buffer.from(row.rawProperties),
    body: row.body === null ? Buffer.alloc(0) : openBody(row.bodyCodec, row.body),
    oversize: row.body === null ? { bytes: row.bodySize, digest: "\0".repeat(16) } : null,
  });
}

/** Refusals that `all` tells one by one. */
const MOST_TOLD = 100;

const ALREADY = new Error("imported by somebody else meanwhile");

async function markImported(client: ClientBase, id: string, importedId: number): Promise<void> {
  const marked = await client.query(
    "UPDATE quarantined_messages SET imported_at = now(), imported_id = $2 WHERE id = $1 AND imported_at IS NULL",
    [id, importedId],
  );
  if (marked.rowCount === 0) throw ALREADY;
  await client.query("INSERT INTO quarantine_attempts (quarantined_id, at) VALUES ($1, now())", [id]);
}

/** Notes a refusal, unless the message was imported meanwhile. */
async function refuse(
  client: ClientBase,
  id: string,
  { reason, code }: StoreFailure,
): Promise<ImportOutcome> {
  await client.query(
    `WITH refused AS (
       UPDATE quarantined_messages SET attempts = attempts + 1, reason = $2, error_code = $3
       WHERE id = $1 AND imported_at IS NULL RETURNING id
     )
     INSERT INTO quarantine_attempts (quarantined_id, at, reason, error_code) SELECT id, now(), $2, $3 FROM refused`,
    [id, reason, code],
  );
  return { id, outcome: "refused", importedId: null, reading: null, errorCode: code, reason };
}

function already({ id, importedId }: QuarantinedMessage): ImportOutcome {
  return {
    id: String(id),
    outcome: "already",
    importedId: importedId === null ? null : String(importedId),
    reading: null,
    errorCode: null,
    reason: null,
  };
}
