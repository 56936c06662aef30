import type { Channel, ChannelModel } from "amqplib";
import { errorText, SillageError } from "@/server/errors";
import { type BrokerTarget, openConnection } from "./connection";
import { connectionProblem } from "./connection-problem";
import {
  AUDIT_QUEUE,
  type AuditQueueLimits,
  ensurePlumbing,
  type PlumbingReport,
  TAP_EXCHANGE,
} from "./plumbing";
import { removeRedrivePlumbing } from "./redrive-plumbing";

/** What a tap is bound with. */
export interface TapKey {
  routingKey: string;
  arguments: Record<string, unknown>;
}

/**
 * A connection to one virtual host that binds exchanges to `sillage.tap`. Operations run one after another; one that
 * the broker refuses (403, 404, 406: it closes the channel) fails alone, and the next gets a new channel.
 */
export class TapLink {
  readonly #connection: ChannelModel;
  #channel: Channel | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(connection: ChannelModel, onClosed: (reason: string) => void) {
    this.#connection = connection;
    let reason = "the connection was closed";
    connection.on("error", (error) => {
      reason = errorText(error);
    });
    connection.on("close", (error) => {
      this.#closed = true;
      onClosed(error ? errorText(error) : reason);
    });
  }

  /** Connects. `onClosed` is called once, whoever closes it. */
  static async open(
    target: BrokerTarget,
    vhost: string,
    onClosed: (reason: string) => void,
  ): Promise<TapLink> {
    const connection = await openConnection(target, "sillage taps", { vhost, heartbeatSeconds: 15 }).catch(
      (error) => {
        throw connectionProblem(error, vhost);
      },
    );
    return new TapLink(connection, onClosed);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Declares our exchange and queue; see `ensurePlumbing`. */
  plumb(vhost: string, limits: AuditQueueLimits): Promise<PlumbingReport> {
    return ensurePlumbing(this.#connection, vhost, limits);
  }

  /** Binds an exchange to the tap. Does nothing where the binding stands. */
  bind(exchange: string, key: TapKey): Promise<void> {
    return this.#run(`bind ${quote(exchange)}`, async (channel) => {
      await channel.bindExchange(TAP_EXCHANGE, exchange, key.routingKey, key.arguments);
    });
  }

  /** Removes such a binding. Does nothing where it is gone, or the exchange is. */
  async unbind(exchange: string, key: TapKey): Promise<void> {
    try {
      await this.#run(`unbind ${quote(exchange)}`, async (channel) => {
        await channel.unbindExchange(TAP_EXCHANGE, exchange, key.routingKey, key.arguments);
      });
    } catch (error) {
      if (!(error instanceof SillageError && error.code === "NOT_FOUND")) throw error;
    }
  }

  /** Messages that wait in the audit queue now; null when there is no such queue. Exact, not a statistic. */
  async waiting(): Promise<number | null> {
    try {
      return await this.#run("look at the audit queue", async (channel) => {
        const { messageCount } = await channel.checkQueue(AUDIT_QUEUE);
        return messageCount;
      });
    } catch (error) {
      if (error instanceof SillageError && error.code === "NOT_FOUND") return null;
      throw error;
    }
  }

  /** Deletes our queue and exchange. */
  async removePlumbing(queues: readonly { name: string }[]): Promise<void> {
    await this.#run("delete the audit queue", (channel) => channel.deleteQueue(AUDIT_QUEUE));
    await this.#run("delete the tap exchange", (channel) => channel.deleteExchange(TAP_EXCHANGE));
    await removeRedrivePlumbing(this.#connection, queues);
  }

  /** Closes the connection. */
  async close(): Promise<void> {
    await this.#connection.close().catch(() => {});
  }

  #run<T>(what: string, action: (channel: Channel) => Promise<T>): Promise<T> {
    const result = this.#last.then(async () => {
      try {
        this.#channel ??= await this.#openChannel();
        return await action(this.#channel);
      } catch (error) {
        this.#channel = null;
        throw refusal(what, error);
      }
    });
    this.#last = result.catch(() => {});
    return result;
  }

  async #openChannel(): Promise<Channel> {
    const channel = await this.#connection.createChannel();
    channel.on("error", () => {});
    channel.on("close", () => {
      if (this.#channel === channel) this.#channel = null;
    });
    return channel;
  }
}

function refusal(what: string, error: unknown): SillageError {
  const code = (error as { code?: unknown }).code;
  const kind =
    code === 403 ? "FORBIDDEN" : code === 404 ? "NOT_FOUND" : code === 406 ? "CONFLICT" : "UNAVAILABLE";
  return new SillageError(kind, `The broker did not ${what}: ${errorText(error)}`, { cause: error });
}

function quote(name: string): string {
  return JSON.stringify(name);
}
