import type { ConfirmChannel } from "amqplib";
import { openConnection } from "@/server/broker/connection";
import { errorText } from "@/server/errors";

/** What is known of a message that was sent: the broker confirmed it, or the answer never came. */
export interface Ledger {
  confirmed: Set<number>;
  /** Sent, not confirmed: it may be in the queue or not. Never sent again, so that every number is published once. */
  unknown: Set<number>;
}

/** Publishes numbered persistent messages at a steady rate, through every loss of the broker, and keeps a ledger. */
export class NumberedPublisher {
  readonly ledger: Ledger = { confirmed: new Set(), unknown: new Set() };
  readonly #url: string;
  readonly #exchange: string;
  readonly #body: (n: number) => Buffer;
  readonly #perSecond: number;
  #next = 1;
  #stopped = false;
  #running: Promise<void> | null = null;

  constructor(options: { url: string; exchange: string; perSecond: number; body: (n: number) => Buffer }) {
    this.#url = options.url;
    this.#exchange = options.exchange;
    this.#perSecond = options.perSecond;
    this.#body = options.body;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Waits until that many more messages are confirmed. */
  async confirmedMore(count: number): Promise<void> {
    const goal = this.ledger.confirmed.size + count;
    while (this.ledger.confirmed.size < goal) await tick(10);
  }

  async stop(): Promise<Ledger> {
    this.#stopped = true;
    await this.#running;
    return this.ledger;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        const connection = await openConnection({ url: this.#url }, "numbered publisher");
        let lost = false;
        connection.on("close", () => {
          lost = true;
        });
        connection.on("error", () => {});
        const channel = await connection.createConfirmChannel();
        channel.on("error", () => {});
        await channel.assertExchange(this.#exchange, "topic", { durable: true });
        while (!this.#stopped && !lost) {
          for (let i = 0; i < this.#perSecond / 50 && !lost; i++) this.#publish(channel);
          await tick(20);
        }
        if (!lost) {
          await channel.waitForConfirms();
          await connection.close();
        }
      } catch (error) {
        if (errorText(error).includes("nacked")) throw error;
        await tick(50);
      }
    }
  }

  #publish(channel: ConfirmChannel): void {
    const n = this.#next++;
    this.ledger.unknown.add(n);
    channel.publish(this.#exchange, "order.created", this.#body(n), { persistent: true }, (error) => {
      if (error) return;
      this.ledger.unknown.delete(n);
      this.ledger.confirmed.add(n);
    });
  }
}

const tick = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
