import { Writable } from "node:stream";
import pino from "pino";
import { openConnection } from "@/server/broker/connection";
import { createManagement, type Management } from "@/server/broker/management";
import { AUDIT_QUEUE } from "@/server/broker/plumbing";
import { systemClock } from "@/server/clock";
import { createPool } from "@/server/db";
import { startIngest } from "@/server/ingest/start-ingest";
import { createTestDatabase } from "@/server/testing/database";
import { createTestVhost } from "@/server/testing/vhost";
import { type StartTapsOptions, startTaps, type Taps } from "../start-taps";
import { until } from "./until";

export const silent = pino({ level: "silent" }, new Writable({ write: (_, __, done) => done() }));

/** What arrived in the audit queue. */
export interface Seen {
  exchange: string;
  key: string;
  body: string;
}

/** A virtual host and a database of a spec file's own, with a publisher at one end and the audit queue at the other. */
export async function openBench() {
  const [vhost, database] = await Promise.all([createTestVhost(), createTestDatabase()]);
  const pool = createPool(database.url, "taps test");
  const connection = await openConnection({ url: vhost.url }, "a publisher");
  const channel = await connection.createConfirmChannel();
  const management: Management = createManagement({ url: vhost.managementUrl });
  const seen: Seen[] = [];

  return {
    ...vhost,
    databaseUrl: database.url,
    pool,
    connection,
    channel,
    management,
    seen,

    /** Taps as a worker keeps them. */
    taps: (more: Partial<StartTapsOptions> = {}) =>
      startTaps({
        target: { url: vhost.url },
        managementUrl: vhost.managementUrl,
        vhosts: [vhost.vhost],
        pool,
        logger: silent,
        clock: systemClock,
        ownBroker: true,
        tap: undefined,
        everyMs: 5_000,
        ...more,
      }),

    /** The real ingest, from the audit queue into the store. */
    ingest: (isDeadLetterExchange: Taps["isDeadLetterExchange"]) =>
      startIngest({
        target: { url: vhost.url },
        vhosts: [vhost.vhost],
        queue: AUDIT_QUEUE,
        holder: "taps test",
        pool,
        secret: Buffer.alloc(32),
        logger: silent,
        brokerStartedAt: async () => null,
        isDeadLetterExchange,
        mappingFor: () => undefined,
        onStored: () => {},
      }),

    /** Takes everything out of the audit queue, as the ingest would. */
    async consume() {
      await channel.consume(
        AUDIT_QUEUE,
        (message) => {
          if (!message) return;
          const { exchange, routingKey } = message.fields;
          seen.push({ exchange, key: routingKey, body: message.content.toString() });
        },
        { noAck: true },
      );
    },

    /** Publishes and waits until the broker has it. */
    async publish(exchange: string, key: string, body: string, headers: Record<string, unknown> = {}) {
      channel.publish(exchange, key, Buffer.from(body), { persistent: true, headers });
      await channel.waitForConfirms();
    },

    /** Waits until an exchange feeds our tap. */
    isTapped: (exchange: string, key?: string) =>
      until(
        `${exchange} is tapped`,
        () => management.bindingsFrom(vhost.vhost, exchange),
        (bindings) =>
          bindings.some(
            (b) => b.destination === "sillage.tap" && (key === undefined || b.routingKey === key),
          ),
      ),

    /** Waits until a body arrived. */
    arrives: (body: string) =>
      until(
        `${body} arrives`,
        () => seen.filter((message) => message.body === body),
        (found) => found.length > 0,
      ),

    async close() {
      await connection.close().catch(() => {});
      await vhost.drop();
      management.close();
      await pool.end();
      await database.drop();
    },
  };
}

export type Bench = Awaited<ReturnType<typeof openBench>>;
