import type { ChannelModel, ConfirmChannel } from "amqplib";
import pg from "pg";
import { expect } from "vitest";
import { openConnection } from "@/server/broker/connection";
import type { FaultRig } from "@/server/testing/faults/rig";
import { until } from "@/server/testing/until";

const QUEUES = { classic: "kills.classic", quorum: "kills.quorum" } as const;
type Kind = keyof typeof QUEUES;

/** Messages of one kill: mostly numbered, and some that are all the same. */
const BURST = 120;
const bodyOf = (n: number) => (n % 7 === 0 ? "the same" : `message ${n}`);

/** Queues whose messages all die, and workers that are killed while they take what died. */
export class CustodyKills {
  readonly #rig: FaultRig;
  readonly #connection: ChannelModel;
  readonly #channel: ConfirmChannel;
  readonly #listener: pg.Client;
  #committed = () => {};
  #published = 0;

  private constructor(rig: FaultRig, connection: ChannelModel, channel: ConfirmChannel, listener: pg.Client) {
    this.#rig = rig;
    this.#connection = connection;
    this.#channel = channel;
    this.#listener = listener;
    listener.on("error", () => {});
    listener.on("notification", () => this.#committed());
  }

  /** Declares the queues, has them held, and hears of each commit that takes dead letters. */
  static async start(rig: FaultRig): Promise<CustodyKills> {
    const connection = await openConnection({ url: rig.broker.url() }, "kills");
    const channel = await connection.createConfirmChannel();
    const listener = new pg.Client({ connectionString: rig.database.url() });
    await listener.connect();
    await listener.query(`CREATE FUNCTION tell_taken() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN NOTIFY taken; RETURN NULL; END $$;
      CREATE TRIGGER taken AFTER INSERT OR UPDATE ON dead_letter_states FOR EACH STATEMENT EXECUTE FUNCTION tell_taken();
      LISTEN taken`);
    const kills = new CustodyKills(rig, connection, channel, listener);
    for (const kind of Object.keys(QUEUES) as Kind[]) await kills.#declare(kind);
    return kills;
  }

  /** Lets a burst of messages die and kills both workers as soon as some of them are committed, `afterMs` later. */
  async kill(afterMs: number): Promise<void> {
    const committed = new Promise<void>((resolve) => {
      this.#committed = resolve;
    });
    for (let n = 0; n < BURST; n++) {
      const body = Buffer.from(bodyOf(++this.#published));
      for (const queue of Object.values(QUEUES))
        this.#channel.sendToQueue(`${queue}.work`, body, { persistent: true });
    }
    await this.#channel.waitForConfirms();
    await committed;
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await Promise.all([this.#rig.kill("worker"), this.#rig.kill("standby")]);
  }

  async setCustody(custody: "observe" | "hold"): Promise<void> {
    await this.#rig.query(
      "UPDATE dead_letter_queues SET custody = $1, custody_changed_at = clock_timestamp() WHERE name LIKE 'kills.%'",
      [custody],
    );
  }

  /** Everything that died is held, once, and nothing else is anywhere. */
  async verify(): Promise<void> {
    const expected = Array.from({ length: this.#published }, (_, n) => bodyOf(n + 1)).sort();
    await until(async () => ((await this.#taken()) >= 2 * this.#published ? true : null));
    // Nobody has anything in hand any more when nobody holds the queues: what they had is back.
    await this.setCustody("observe");
    await until(async () => ((await this.#holders()) === 0 ? true : null));
    for (const queue of Object.values(QUEUES)) {
      for (const name of [`${queue}.work`, `${queue}.dlq`])
        await until(async () => ((await this.#channel.checkQueue(name)).messageCount === 0 ? true : null));
      const rows = await this.#rig.query<{ body: Buffer; state: string }>(
        "SELECT body, state FROM dead_letters WHERE queue = $1",
        [`${queue}.dlq`],
      );
      expect(rows.filter(({ state }) => state !== "held")).toEqual([]);
      expect(rows.map(({ body }) => body.toString()).sort()).toEqual(expected);
    }
  }

  async stop(): Promise<void> {
    await this.#listener.end();
    await this.#connection.close().catch(() => {});
  }

  async #declare(kind: Kind): Promise<void> {
    const queue = QUEUES[kind];
    await this.#channel.assertExchange(`${queue}.dlx`, "fanout", { durable: true });
    await this.#channel.assertQueue(`${queue}.dlq`, { durable: true, arguments: { "x-queue-type": kind } });
    await this.#channel.bindQueue(`${queue}.dlq`, `${queue}.dlx`, "");
    await this.#channel.assertQueue(`${queue}.work`, { durable: true, deadLetterExchange: `${queue}.dlx` });
    await this.#channel.consume(
      `${queue}.work`,
      (message) => message && this.#channel.reject(message, false),
    );
    const known = () => this.#rig.query("SELECT 1 FROM dead_letter_queues WHERE name = $1", [`${queue}.dlq`]);
    await until(async () => (await known())[0]);
    await this.setCustody("hold");
  }

  async #taken(): Promise<number> {
    const rows = await this.#rig.query<{ n: number }>("SELECT count(*)::int AS n FROM dead_letters");
    return rows[0]!.n;
  }

  async #holders(): Promise<number> {
    const rows = await this.#rig.query<{ n: number }>(
      "SELECT count(holder)::int AS n FROM dead_letter_queues WHERE name LIKE 'kills.%'",
    );
    return rows[0]!.n;
  }
}
