import type { Pool } from "pg";
import { storedDelivery } from "@/server/broker/stored-delivery";
import { SillageError } from "@/server/errors";
import { BatchWriter } from "@/server/event-store/append-batch";
import { createDigester } from "@/server/event-store/digests";
import { RecordIds } from "@/server/event-store/record-ids";
import { openBody } from "@/server/event-store/seal";
import { digestKey } from "@/server/event-store/store-keys";
import type { PrismaClient, QuarantinedMessage } from "@/server/generated/prisma/client";
import { mappingsOf } from "@/server/ingest/mappings";
import { prepareRecord, type ReadingContext } from "@/server/ingest/prepare-record";
import { dataFailure } from "@/server/ingest/store-failure";
import { knownDeadLetterExchanges } from "@/server/taps/known-dead-letter-exchanges";
import { getQuarantined } from "./quarantine-queries";

/** Brings messages from quarantine into the store, while everything runs. */
export class QuarantineImport {
  readonly #prisma: PrismaClient;
  readonly #pool: Pool;
  readonly #ids = new RecordIds();

  constructor(prisma: PrismaClient, pool: Pool) {
    this.#prisma = prisma;
    this.#pool = pool;
  }

  /**
   * Imports one message: stored and marked in one transaction, so that it is in one place at every moment.
   * @throws SillageError NOT_FOUND; CONFLICT when it was imported before, or when it still cannot be stored (with the
   * reason; it stays in quarantine, with one more attempt)
   */
  async one(id: string): Promise<QuarantinedMessage> {
    const row = await getQuarantined(this.#prisma, id);
    if (row.importedAt) throw alreadyImported(id);
    const client = await this.#pool.connect();
    try {
      const record = prepareRecord(toDelivery(row), await this.#context());
      const firstRecord = await this.#ids.take(client, 1);
      await new BatchWriter().append(client, [record], {
        firstRecord,
        lease: null,
        also: async (transaction) => {
          const marked = await transaction.query(
            "UPDATE quarantined_messages SET imported_at = now(), imported_id = $2 WHERE id = $1 AND imported_at IS NULL",
            [id, firstRecord],
          );
          if (marked.rowCount === 0) throw alreadyImported(id);
        },
      });
    } catch (error) {
      const failure = dataFailure(error);
      if (!failure) throw error;
      await this.#prisma.quarantinedMessage.update({
        where: { id: BigInt(id) },
        data: { attempts: { increment: 1 }, reason: failure.reason, errorCode: failure.code },
      });
      throw new SillageError("CONFLICT", `Message ${id} still cannot be stored: ${failure.reason}`, {
        cause: error,
      });
    } finally {
      client.release();
    }
    return getQuarantined(this.#prisma, id);
  }

  /** Imports everything that waits now, oldest first. What still cannot be stored stays. */
  async all(): Promise<{ imported: number; failed: number }> {
    const waiting = await this.#prisma.quarantinedMessage.findMany({
      where: { importedAt: null },
      orderBy: { id: "asc" },
      select: { id: true },
    });
    const result = { imported: 0, failed: 0 };
    for (const { id } of waiting) {
      try {
        await this.one(String(id));
        result.imported++;
      } catch (error) {
        if (!(error instanceof SillageError && error.code === "CONFLICT")) throw error;
        result.failed++;
      }
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

const alreadyImported = (id: string) => new SillageError("CONFLICT", `Message ${id} was imported before.`);
