import type { BrokerTarget } from "@/server/broker/connection";
import type { RedriveLink } from "@/server/broker/redrive-link";
import { errorText } from "@/server/errors";
import type { Sending } from "./dispatch";
import type { DueMessage } from "./due-messages";
import { redriveProperties } from "./redrive-properties";
import { routeOf, type SendRoute } from "./redrive-route";
import type { RunningRedrive, Settled } from "./redrive-store";

/** A queue or an exchange that was looked for. */
interface Place {
  /** Why nothing can be sent there. */
  problem: string | null;
}

/** Makes what is sent of dead letters: route and content header. What cannot be sent is refused, with the reason. */
export class PreparedMessages {
  readonly #running: RunningRedrive;
  readonly #redriveId: string;
  readonly #link: Pick<RedriveLink, "bind" | "lookFor" | "fits">;
  readonly #user: string;
  readonly #queues = new Map<string, Place>();
  readonly #exchanges = new Map<string, Place>();

  constructor({
    running,
    redriveId,
    target,
    link,
  }: {
    running: RunningRedrive;
    redriveId: string;
    target: BrokerTarget;
    link: Pick<RedriveLink, "bind" | "lookFor" | "fits">;
  }) {
    this.#running = running;
    this.#redriveId = redriveId;
    this.#link = link;
    this.#user = decodeURIComponent(new URL(target.url).username) || "guest";
  }

  async all(due: readonly DueMessage[]): Promise<{ sendings: Sending[]; refused: Settled[] }> {
    const sendings: Sending[] = [];
    const refused: Settled[] = [];
    for (const message of due) {
      const route = this.#routeOf(message);
      // Most go where the one before went: what is known is not waited for.
      const prepared =
        typeof route === "string"
          ? route
          : ((this.#known(route) ?? (await this.#lookFor(route))).problem ?? this.#sendingOf(message, route));
      if (typeof prepared !== "string") sendings.push(prepared);
      else refused.push({ ordinal: message.ordinal, outcome: "refused", problem: prepared, sent: false });
    }
    return { sendings, refused };
  }

  /** @returns why it cannot be sent, where it cannot */
  #routeOf(message: DueMessage): SendRoute | string {
    const { kind, destination } = this.#running;
    if (!message.sendable) return "it was discarded or redriven since it was planned";
    const route = routeOf(kind, destination, { ...message, edited: message.version > 0 });
    return route ?? "where it belongs is not known: choose a queue or an exchange";
  }

  #known({ exchange, queue }: SendRoute): Place | undefined {
    return queue === null ? this.#exchanges.get(exchange) : this.#queues.get(queue);
  }

  async #lookFor({ exchange, queue }: SendRoute): Promise<Place> {
    const problem = queue === null ? await this.#link.lookFor(exchange) : await this.#link.bind(queue);
    const place = { problem };
    if (queue === null) this.#exchanges.set(exchange, place);
    else this.#queues.set(queue, place);
    return place;
  }

  /** @returns why it cannot be sent, where it cannot */
  #sendingOf(message: DueMessage, { exchange, routingKey, queue }: SendRoute): Sending | string {
    const { kind } = this.#running;
    const { ordinal, rawProperties, body, originExchange, failedQueue, sends } = message;
    if (rawProperties === null || body === null) return "its content was not kept: it was too large";
    try {
      const properties = redriveProperties(
        { kind, raw: rawProperties, failedQueue, user: this.#user },
        {
          redriveId: this.#redriveId,
          ordinal,
          attempt: sends + 1,
          target: queue,
          originExchange: kind === "release" ? null : originExchange,
        },
      );
      if (!this.#link.fits(properties)) return "its headers do not fit into one frame of the broker";
      return { ordinal, toQueue: queue !== null, exchange, routingKey, properties, body };
    } catch (error) {
      return `its headers cannot be read: ${errorText(error)}`;
    }
  }
}
