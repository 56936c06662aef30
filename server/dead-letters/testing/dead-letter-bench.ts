import type { ChannelModel, ConfirmChannel, Options } from "amqplib";
import { openConnection } from "@/server/broker/connection";
import { inTransaction } from "@/server/event-store/append-batch";
import { SequencerLoop } from "@/server/event-store/sequencer-loop";
import { openBench, silent } from "@/server/taps/testing/bench";
import { until } from "@/server/testing/until";
import { changeCustody } from "../change-custody";
import { type DeadLetters, type DeadLettersOptions, startDeadLetters } from "../start-dead-letters";
import type { Custody } from "../words";

/** The key that digests are made with. */
export const SECRET = Buffer.alloc(32);

/** A broker's virtual host and a database, with taps, ingest and whatever keeps dead letters, as a worker runs them. */
export async function openDeadLetterBench() {
  const bench = await openBench();
  const { pool, vhost, url } = bench;
  const taps = bench.taps();
  const ingest = bench.ingest(taps.isDeadLetterExchange);
  const sequencer = new SequencerLoop(pool);
  sequencer.start();
  const client: ChannelModel = await openConnection({ url }, "somebody's service");
  const channel: ConfirmChannel = await client.createConfirmChannel();
  const running = new Set<DeadLetters>();

  return {
    ...bench,
    channel,

    /** Keeps dead letters, as one more worker would. */
    keep(holder: string, more: Partial<DeadLettersOptions> = {}): DeadLetters {
      const kept = startDeadLetters({
        target: { url },
        databaseUrl: bench.databaseUrl,
        pool,
        vhosts: [vhost],
        holder,
        secret: SECRET,
        logger: silent,
        topology: taps.topology,
        isDeadLetterExchange: taps.isDeadLetterExchange,
        mappingFor: () => undefined,
        isOwned: () => false,
        onHeld: () => {},
        leaseMs: 1_000,
        lookEveryMs: 50,
        everyMs: 300,
        ...more,
      });
      running.add(kept);
      const stop = async () => {
        running.delete(kept);
        await kept.stop();
      };
      return { ...kept, stop };
    },

    /**
     * A working queue whose dead letters go to `<name>.dlq`, through an exchange of their own. Waits until the broker is
     * known to look so, and what dies is seen.
     */
    async declare(name: string, dlq: Options.AssertQueue = {}): Promise<{ work: string; dlq: string }> {
      const [work, exchange, queue] = [`${name}.work`, `${name}.dlx`, `${name}.dlq`];
      await channel.assertExchange(exchange, "fanout", { durable: true });
      await channel.assertQueue(work, { durable: true, deadLetterExchange: exchange });
      await channel.assertQueue(queue, { durable: true, ...dlq });
      await channel.bindQueue(queue, exchange, "");
      await bench.isTapped(exchange);
      await until(async () => taps.topology(vhost)?.queues.some((known) => known.name === queue) || null);
      return { work, dlq: queue };
    },

    /** Publishes messages straight to a working queue and rejects them all. */
    async die(work: string, bodies: readonly string[], options: Options.Publish = {}): Promise<void> {
      for (const body of bodies)
        channel.sendToQueue(work, Buffer.from(body), { persistent: true, ...options });
      await channel.waitForConfirms();
      for (let left = bodies.length; left > 0; ) {
        const message = await channel.get(work);
        if (!message) continue;
        channel.reject(message, false);
        left--;
      }
    },

    async changeCustody(queue: string, custody: Custody): Promise<void> {
      const known = () => pool.query("SELECT 1 FROM dead_letter_queues WHERE name = $1", [queue]);
      await until(async () => (await known()).rowCount || null);
      const connection = await pool.connect();
      try {
        const change = { vhost, queue, custody, by: "test" };
        await inTransaction(connection, () => changeCustody(connection, change));
      } finally {
        connection.release();
      }
    },

    /** Messages that wait in a queue. */
    depth: async (queue: string) => (await channel.checkQueue(queue)).messageCount,

    /** Dead letters of a queue by state. */
    async states(queue: string): Promise<Record<string, number>> {
      const { rows } = await pool.query<{ state: string; n: number }>(
        "SELECT state, count(*)::int AS n FROM dead_letters WHERE queue = $1 GROUP BY state",
        [queue],
      );
      return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    },

    /** Bodies of the dead letters of a queue that are held. */
    async held(queue: string): Promise<string[]> {
      const { rows } = await pool.query<{ body: Buffer }>(
        "SELECT body FROM dead_letters WHERE queue = $1 AND state = 'held' ORDER BY id",
        [queue],
      );
      return rows.map(({ body }) => body.toString());
    },

    /** Stops all that keep dead letters, whatever became of the test. */
    async stopKeeping(): Promise<void> {
      await Promise.all([...running].map((kept) => kept.stop()));
      running.clear();
    },

    async close(): Promise<void> {
      await client.close();
      await ingest.stop();
      await taps.stop();
      await sequencer.stop();
      await bench.close();
    },
  };
}
export type DeadLetterBench = Awaited<ReturnType<typeof openDeadLetterBench>>;
