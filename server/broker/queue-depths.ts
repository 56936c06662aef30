import type { ChannelModel } from "amqplib";
import { type BrokerTarget, openConnection } from "./connection";

/** What the broker says of a queue without statistics: cheap, and true at that moment. */
export interface QueueCount {
  /** Messages that wait; not those that a consumer has in hand. */
  ready: number;
  consumers: number;
}

/** Counts the messages of queues over AMQP, which costs publishers nothing, unlike the management API's statistics. */
export class QueueDepths {
  readonly #target: BrokerTarget;
  readonly #connections = new Map<string, Promise<ChannelModel>>();

  constructor(target: BrokerTarget) {
    this.#target = target;
  }

  /** Asks for each queue of a virtual host; one that is not there, or not for us, is left out. @throws when the broker is away */
  async read(vhost: string, queues: readonly string[]): Promise<Map<string, QueueCount>> {
    const counts = new Map<string, QueueCount>();
    if (queues.length === 0) return counts;
    const connection = await this.#connected(vhost);
    let channel = await openChannel(connection);
    for (const queue of queues) {
      try {
        const { messageCount, consumerCount } = await channel.checkQueue(queue);
        counts.set(queue, { ready: messageCount, consumers: consumerCount });
      } catch {
        // The broker closes the channel of a question that it refuses.
        channel = await openChannel(connection);
      }
    }
    await channel.close().catch(() => {});
    return counts;
  }

  async close(): Promise<void> {
    const connections = [...this.#connections.values()];
    this.#connections.clear();
    await Promise.all(connections.map((it) => it.then((connection) => connection.close()).catch(() => {})));
  }

  #connected(vhost: string): Promise<ChannelModel> {
    const known = this.#connections.get(vhost);
    if (known) return known;
    const opening = openConnection(this.#target, "Sillage dead letters", { vhost });
    this.#connections.set(vhost, opening);
    const forget = () => {
      if (this.#connections.get(vhost) === opening) this.#connections.delete(vhost);
    };
    opening.then((connection) => {
      connection.on("error", () => {});
      connection.on("close", forget);
    }, forget);
    return opening;
  }
}

async function openChannel(connection: ChannelModel) {
  const channel = await connection.createChannel();
  channel.on("error", () => {});
  return channel;
}
