import type { ChannelModel, ConfirmChannel, Message } from "amqplib";
import { errorText, SillageError } from "@/server/errors";
import { type BrokerTarget, openConnection } from "./connection";
import { connectionProblem } from "./connection-problem";
import type { HeaderTable, WrittenProperties } from "./encode-properties";

/** A message for an exchange. */
export interface Publication {
  exchange: string;
  routingKey: string;
  properties: WrittenProperties;
  headers: HeaderTable;
  body: Uint8Array;
}

interface Pending {
  publication: Publication;
  /** The broker gave it back: no queue wants it. Its confirm still comes. */
  returned: string | null;
  settle: (error: Error | null) => void;
}

/**
 * Publishes to one virtual host, `mandatory` and with confirms. Each exchange has a channel of its own: what the broker
 * refuses there (an exchange that does not exist closes the channel) fails for that exchange alone.
 */
export class Publisher {
  readonly #connection: ChannelModel;
  readonly #lanes = new Map<string, Promise<ExchangeChannel>>();
  #blocked: string | null = null;
  #closed: string | null = null;

  private constructor(connection: ChannelModel, onClosed: (reason: string) => void) {
    this.#connection = connection;
    let reason = "the connection was closed";
    connection.on("error", (error) => {
      reason = errorText(error);
    });
    connection.on("close", (error) => {
      this.#closed = error ? errorText(error) : reason;
      onClosed(this.#closed);
    });
    connection.on("blocked", (why: string) => {
      this.#blocked = `the broker takes no messages now: ${why}`;
    });
    connection.on("unblocked", () => {
      this.#blocked = null;
    });
  }

  /** Connects. `onClosed` is called once, whoever closes it. @throws SillageError with the broker's own words */
  static async open(
    target: BrokerTarget,
    vhost: string,
    onClosed: (reason: string) => void,
  ): Promise<Publisher> {
    const connection = await openConnection(target, "sillage outbox", { vhost, heartbeatSeconds: 15 }).catch(
      (error) => {
        throw connectionProblem(error, vhost);
      },
    );
    return new Publisher(connection, onClosed);
  }

  /** Why the broker takes nothing at the moment (it is short of memory or disk); null when it does. */
  get blocked(): string | null {
    return this.#blocked;
  }

  get closed(): boolean {
    return this.#closed !== null;
  }

  /**
   * Publishes one message. Resolves when the broker has taken responsibility for it and some queue has it.
   * @throws SillageError UNAVAILABLE when it was returned or refused, or when the outcome is not known
   */
  async publish(publication: Publication): Promise<void> {
    const { exchange } = publication;
    let opening = this.#lanes.get(exchange);
    if (!opening) {
      opening = ExchangeChannel.open(this.#connection, () => this.#lanes.delete(exchange));
      opening.catch(() => this.#lanes.delete(exchange));
      this.#lanes.set(exchange, opening);
    }
    const channel = await opening.catch((error) => {
      throw new SillageError("UNAVAILABLE", `The broker opens no channel: ${errorText(error)}`, {
        cause: error,
      });
    });
    await channel.publish(publication);
  }

  /** Closes the connection; what is not confirmed yet fails. */
  async close(): Promise<void> {
    await this.#connection.close().catch(() => {});
  }
}

/** A channel for one exchange. Confirms come in order, returns before the confirm of the same message. */
class ExchangeChannel {
  readonly #channel: ConfirmChannel;
  readonly #pending = new Set<Pending>();
  /** What the broker said when it closed the channel; it comes before the end. */
  #refusal: string | null = null;
  #ended = false;

  private constructor(channel: ConfirmChannel, onEnd: () => void) {
    this.#channel = channel;
    channel.on("error", (error) => {
      this.#refusal = errorText(error);
    });
    channel.on("close", () => {
      this.#ended = true;
      onEnd();
      for (const { settle } of this.#pending) settle(this.#failure("the channel was closed"));
    });
    channel.on("return", (message) => this.#returned(message));
  }

  static async open(connection: ChannelModel, onEnd: () => void): Promise<ExchangeChannel> {
    return new ExchangeChannel(await connection.createConfirmChannel(), onEnd);
  }

  publish(publication: Publication): Promise<void> {
    return new Promise((resolve, reject) => {
      const pending: Pending = {
        publication,
        returned: null,
        settle: (error) => {
          this.#pending.delete(pending);
          const why = error ? errorText(error) : pending.returned;
          if (why === null) resolve();
          else reject(new SillageError("UNAVAILABLE", why, error ? { cause: error } : {}));
        },
      };
      this.#pending.add(pending);
      if (this.#ended) return pending.settle(this.#failure("the channel was closed"));
      const { exchange, routingKey, properties, headers, body } = publication;
      try {
        this.#channel.publish(
          exchange,
          routingKey,
          Buffer.from(body.buffer, body.byteOffset, body.length),
          { ...properties, headers, mandatory: true },
          (error) => pending.settle(error ? this.#failure("the broker refused it (nack)") : null),
        );
      } catch (error) {
        // A connection that is going down throws instead of answering.
        pending.settle(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  #failure(otherwise: string): Error {
    return new Error(this.#refusal ?? otherwise);
  }

  #returned({ fields, properties, content }: Message): void {
    const { replyText } = fields as unknown as { replyText: string };
    for (const pending of this.#pending) {
      const { publication } = pending;
      const same =
        publication.routingKey === fields.routingKey &&
        publication.properties.messageId === properties.messageId &&
        content.equals(publication.body);
      if (same) pending.returned = `no queue takes it (${replyText})`;
    }
  }
}
