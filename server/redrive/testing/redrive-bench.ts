import { randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import pino from "pino";
import { openConnection } from "@/server/broker/connection";
import type { Delivery } from "@/server/broker/delivery";
import { createManagement } from "@/server/broker/management";
import { AUDIT_QUEUE, DEFAULT_LIMITS, ensurePlumbing } from "@/server/broker/plumbing";
import { openQueueChannel } from "@/server/broker/queue-channel";
import { createPool } from "@/server/db";
import { prepareDeadLetter } from "@/server/dead-letters/prepare-dead-letter";
import { storeTestDeadLetters, TEST_CONTEXT } from "@/server/dead-letters/testing/dead-letters";
import { inTransaction } from "@/server/event-store/append-batch";
import { startIngest } from "@/server/ingest/start-ingest";
import { TEST_BY } from "@/server/testing/by";
import { openCable } from "@/server/testing/cable";
import { createTestDatabase } from "@/server/testing/database";
import { until } from "@/server/testing/until";
import { createTestVhost } from "@/server/testing/vhost";
import { startRedrive } from "../control-redrive";
import { planRedrive, type RedriveToPlan } from "../plan-redrive";
import { readRedrive } from "../redrive-queries";
import { startRedriveRunner } from "../redrive-runner";
import type { RedriveMessage, RedriveView } from "../redrive-schemas";

const silent = pino({ level: "silent" }, new Writable({ write: (_, __, done) => done() }));

/** A virtual host and a store of a spec file's own, with a worker's ingest and runner, and services that fail. */
export async function openRedriveBench(limits = DEFAULT_LIMITS) {
  const [vhost, database] = await Promise.all([createTestVhost(), createTestDatabase()]);
  const pool = createPool(database.url, "redrive test", 20);
  const connection = await openConnection({ url: vhost.url }, "a service");
  const channel = await connection.createConfirmChannel();
  const management = createManagement({ url: vhost.managementUrl });
  await ensurePlumbing(connection, vhost.vhost);
  const ingest = startIngest({
    target: { url: vhost.url },
    vhosts: [vhost.vhost],
    queue: AUDIT_QUEUE,
    holder: "redrive test",
    pool,
    secret: Buffer.alloc(32),
    logger: silent,
    brokerStartedAt: async () => null,
    isDeadLetterExchange: (_, exchange) => exchange.endsWith(".dlx"),
    mappingFor: () => undefined,
    onStored: () => {},
  });
  const cable = await openCable(vhost.url);
  const runner = startRedriveRunner({
    target: { url: cable.url },
    vhosts: [vhost.vhost],
    databaseUrl: database.url,
    pool,
    management,
    auditQueue: limits,
    logger: silent,
    holder: randomUUID(),
  });

  const bench = {
    ...vhost,
    databaseUrl: database.url,
    pool,
    connection,
    channel,
    management,
    /** The way of the runner to its broker. */
    cable,
    runner,
    ingest,

    /** A queue whose dead letters go through `orders.dlx` to the queue of its name and `.dlq`. */
    async failingQueue(name: string, args: Record<string, unknown> = {}) {
      await channel.assertExchange("orders.dlx", "topic", { durable: true });
      await channel.assertQueue(name, {
        durable: true,
        arguments: {
          "x-dead-letter-exchange": "orders.dlx",
          "x-dead-letter-routing-key": name,
          ...args,
        },
      });
      await channel.assertQueue(`${name}.dlq`, { durable: true });
      await channel.bindQueue(`${name}.dlq`, "orders.dlx", name);
    },

    async publish(exchange: string, key: string, count: number, options: object = {}) {
      for (let n = 1; n <= count; n++) {
        channel.publish(exchange, key, Buffer.from(JSON.stringify({ number: n })), {
          persistent: true,
          ...options,
        });
      }
      await channel.waitForConfirms();
    },

    /** Rejects everything that waits in a queue. */
    async rejectAll(queue: string, count: number) {
      for (let n = 0; n < count; n++) {
        const message = await until(async () => (await channel.get(queue, { noAck: false })) || null);
        channel.nack(message, false, false);
      }
    },

    /** Takes so many messages of a dead-letter queue into custody. @returns ids of the dead letters */
    async hold(queue: string, count: number): Promise<string[]> {
      const deliveries: Delivery[] = [];
      let arrived = () => {};
      const opened = await openQueueChannel({
        target: { url: vhost.url },
        vhost: vhost.vhost,
        queue,
        name: "custody",
        prefetch: 0,
        maxBodyBytes: 1024 ** 2,
        bodyDigest: () => ({ update: () => {}, digest: () => "" }),
        onDelivery: (delivery) => {
          deliveries.push(delivery);
          if (deliveries.length === count) arrived();
        },
        onClosed: () => {},
      });
      if (deliveries.length < count) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
      const ids = await storeTestDeadLetters(
        pool,
        deliveries.map((delivery) => prepareDeadLetter(delivery, queue, TEST_CONTEXT)),
      );
      opened.ackThrough(deliveries.at(-1)!.tag);
      await opened.barrier();
      await opened.close();
      return ids.map(String);
    },

    async plan(selection: RedriveToPlan["selection"], more: Partial<RedriveToPlan> = {}): Promise<string> {
      const planned = await bench.transaction((client) =>
        planRedrive(client, {
          kind: "redrive",
          selection,
          destination: { kind: "failed-queue" },
          rate: null,
          ramp: { canary: 0, growth: 10, waitSeconds: 0 },
          haltShare: null,
          again: false,
          scope: "everything",
          by: TEST_BY,
          ...more,
        }),
      );
      return planned.id;
    },

    async start(id: string): Promise<void> {
      await bench.transaction((client) => startRedrive(client, id, TEST_BY));
    },

    /** Plans, starts and waits for the end. */
    async redrive(ids: string[], more: Partial<RedriveToPlan> = {}): Promise<RedriveView> {
      const id = await bench.plan({ ids }, more);
      await bench.start(id);
      return bench.reaches(id, ["completed"]);
    },

    read: (id: string) => readRedrive(pool, "everything", id),

    reaches: (id: string, statuses: RedriveView["status"][]) =>
      until(async () => {
        const view = await readRedrive(pool, "everything", id);
        return statuses.includes(view.status) ? view : null;
      }),

    async messages(
      id: string,
    ): Promise<Pick<RedriveMessage, "ordinal" | "outcome" | "problem" | "sends" | "aftermath">[]> {
      const { rows } = await pool.query(
        "SELECT ordinal, outcome, problem, sends, aftermath FROM redrive_messages WHERE redrive_id = $1 ORDER BY ordinal",
        [id],
      );
      return rows;
    },

    /** States of dead letters, in the order of the ids. */
    async states(ids: readonly string[]): Promise<string[]> {
      const { rows } = await pool.query<{ state: string }>(
        "SELECT state FROM dead_letters WHERE id = ANY ($1::bigint[]) ORDER BY id",
        [ids],
      );
      return rows.map(({ state }) => state);
    },

    /** Everything that a queue holds; it stays there no longer. */
    async drain(queue: string) {
      const found = [];
      for (let message = await channel.get(queue, { noAck: true }); message; ) {
        found.push(message);
        message = await channel.get(queue, { noAck: true });
      }
      return found;
    },

    async transaction<T>(work: (client: import("pg").PoolClient) => Promise<T>): Promise<T> {
      const client = await pool.connect();
      try {
        return await inTransaction(client, () => work(client));
      } finally {
        client.release();
      }
    },

    async close() {
      await runner.stop();
      await cable.close();
      await ingest.stop();
      await connection.close().catch(() => {});
      await vhost.drop();
      management.close();
      await pool.end();
      await database.drop();
    },
  };
  return bench;
}

export type RedriveBench = Awaited<ReturnType<typeof openRedriveBench>>;
