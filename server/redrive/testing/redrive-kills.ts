import type pg from "pg";
import { openConnection } from "@/server/broker/connection";
import { createPool } from "@/server/db";
import { storeManyDeadLetters } from "@/server/dead-letters/testing/dead-letters";
import { inTransaction } from "@/server/event-store/append-batch";
import { TEST_BY } from "@/server/testing/by";
import type { FaultRig } from "@/server/testing/faults/rig";
import { until } from "@/server/testing/until";
import { startRedrive } from "../control-redrive";
import { planRedrive } from "../plan-redrive";

export interface KillsResult {
  /** How often each message reached the consumer of its queue, by its number. */
  ledger: Map<number, number>;
  /** Outcome of each message, by its number. */
  outcomes: Map<number, string>;
  states: Map<number, string>;
  /** Messages that wait in the queue although the ledger should have them. */
  left: number;
}

/** Redrives messages at a rate at which no worker lives to see the end, and kills both workers again and again. */
export async function redriveWithKills(
  rig: FaultRig,
  { messages, rate, kills, queueType }: { messages: number; rate: number; kills: number; queueType: string },
): Promise<KillsResult> {
  const queue = `killed.${queueType}`;
  const pool = createPool(rig.database.url(), "redrive kills", 3);
  const connection = await openConnection({ url: rig.broker.url() }, "ledger");
  const channel = await connection.createChannel();
  await channel.assertQueue(queue, { durable: true, arguments: { "x-queue-type": queueType } });
  const ledger = new Map<number, number>();
  await channel.consume(queue, (message) => {
    const { number } = JSON.parse(message!.content.toString()) as { number: number };
    ledger.set(number, (ledger.get(number) ?? 0) + 1);
    channel.ack(message!);
  });
  try {
    const ids = await storeManyDeadLetters(pool, messages, { queue: `${queue}.dlq`, failedQueue: queue });
    const id = await started(pool, ids.map(String), rate);
    const share = messages / (kills + 1);
    for (let kill = 1; kill <= kills; kill++) {
      await settledBeyond(pool, id, Math.round(kill * share));
      await Promise.all([rig.kill("worker"), rig.kill("standby")]);
    }
    await untilEnded(pool, id);
    const { rows } = await pool.query<{ outcome: string; state: string }>(
      `SELECT m.outcome, d.state FROM redrive_messages AS m JOIN dead_letters AS d ON d.id = m.dead_letter_id
       WHERE m.redrive_id = $1 ORDER BY m.ordinal`,
      [id],
    );
    const confirmed = rows.filter(({ outcome }) => outcome === "confirmed").length;
    await until(async () => (ledger.size >= confirmed ? true : null));
    const { messageCount } = await channel.checkQueue(queue);
    return {
      ledger,
      outcomes: new Map(rows.map(({ outcome }, number) => [number, outcome])),
      states: new Map(rows.map(({ state }, number) => [number, state])),
      left: messageCount,
    };
  } finally {
    await connection.close();
    await pool.end();
  }
}

async function started(pool: pg.Pool, ids: string[], rate: number): Promise<string> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, async () => {
      const { id } = await planRedrive(client, {
        kind: "redrive",
        selection: { ids },
        destination: { kind: "failed-queue" },
        rate,
        ramp: { canary: 0, growth: 10, waitSeconds: 0 },
        haltShare: null,
        again: false,
        scope: "everything",
        by: TEST_BY,
      });
      await startRedrive(client, id, TEST_BY);
      return id;
    });
  } finally {
    client.release();
  }
}

async function settledBeyond(pool: pg.Pool, id: string, count: number): Promise<void> {
  await until(async () => {
    const { rows } = await pool.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM redrive_messages WHERE redrive_id = $1 AND outcome <> 'pending' AND outcome <> 'unknown'",
      [id],
    );
    return rows[0]!.n >= count ? true : null;
  });
}

async function untilEnded(pool: pg.Pool, id: string): Promise<void> {
  await until(async () => {
    const { rows } = await pool.query<{ status: string; unsettled: boolean }>(
      "SELECT status, unsettled FROM redrives WHERE id = $1",
      [id],
    );
    return rows[0]!.status === "completed" && !rows[0]!.unsettled ? true : null;
  });
}
