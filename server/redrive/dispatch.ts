import { randomUUID } from "node:crypto";
import type { BrokerTarget } from "@/server/broker/connection";
import type { RawMessage } from "@/server/broker/publish-frames";
import { RedriveLink } from "@/server/broker/redrive-link";
import { REDRIVE_EXCHANGE } from "@/server/broker/redrive-names";
import { markerProperties, readMark } from "./redrive-properties";
import type { Settled } from "./redrive-store";

/** What is remembered of a message on its way. */
interface Sent {
  ordinal: number;
  /** One queue alone is to get it; else an exchange decides. */
  toQueue: boolean;
}

/** A message that is to be sent. */
export interface Sending extends RawMessage, Sent {}

interface Answered extends Sent {
  taken: boolean;
}

/**
 * Sends the messages of one redrive and tells what became of each. A confirm alone is not enough: the tap takes every
 * message, so the broker confirms those too that no queue wanted. Those come back, and before an outcome is told a
 * marker has come back behind them.
 */
export class Dispatch {
  readonly #redriveId: string;
  #link!: RedriveLink;
  readonly #waiting = new Map<number, Sent>();
  #answered: Answered[] = [];
  readonly #returned = new Map<number, string>();
  /** What came back, oldest first: which message, null for a marker. */
  readonly #copies: { tag: number; ordinal: number | null }[] = [];
  readonly #markers = new Map<string, (why: Error | null) => void>();
  #ended: string | null = null;
  #wake: () => void = () => {};
  #room: { most: number; resolve: () => void } | null = null;

  private constructor(redriveId: string) {
    this.#redriveId = redriveId;
  }

  /** Connects. @throws SillageError as `RedriveLink.open` does */
  static async open(target: BrokerTarget, vhost: string, redriveId: string): Promise<Dispatch> {
    const dispatch = new Dispatch(redriveId);
    dispatch.#link = await RedriveLink.open({
      target,
      vhost,
      redriveId,
      onConfirm: (tag, taken) => dispatch.#confirmed(tag, taken),
      onReturn: (properties, why, copy) => dispatch.#cameBack(properties, why, copy),
      onEnd: (why) => dispatch.#end(why),
    });
    return dispatch;
  }

  get link(): RedriveLink {
    return this.#link;
  }

  /** Messages without an answer, and those whose outcome was not collected. */
  get open(): number {
    return this.#waiting.size + this.#answered.length;
  }

  get answered(): number {
    return this.#answered.length;
  }

  /** Why nothing more can be sent; null while it can. */
  get ended(): string | null {
    return this.#ended;
  }

  /** Messages that came back and are not settled yet. */
  get returned(): ReadonlyMap<number, string> {
    return this.#returned;
  }

  /** @throws Error when the connection has ended: nothing was sent then */
  send(messages: readonly Sending[]): void {
    const first = this.#link.publish(messages);
    for (const [i, { ordinal, toQueue }] of messages.entries())
      this.#waiting.set(first + i, { ordinal, toQueue });
  }

  /** Resolves when fewer messages than that are without an answer, or the connection has ended. For one caller at a time. */
  below(most: number): Promise<void> {
    if (this.#waiting.size < most || this.#ended !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#room = { most, resolve };
    });
  }

  /** Resolves when the broker has answered for something, or the connection has ended. */
  changed(): Promise<void> {
    if (this.#answered.length > 0 || this.#ended !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** What became of all that is answered by now. @throws Error when the connection ends meanwhile */
  async collect(): Promise<Settled[]> {
    const answered = this.#answered;
    this.#answered = [];
    if (answered.some(({ toQueue }) => toQueue)) {
      await this.#pass((marker) => this.#link.mark(markerProperties(this.#redriveId, marker)));
    }
    return answered.map((it) => this.#outcomeOf(it));
  }

  /** Outcomes are written down: what came back of these messages may go. */
  forget(ordinals: Iterable<number>): void {
    for (const ordinal of ordinals) this.#returned.delete(ordinal);
    let last: number | null = null;
    for (
      let head = this.#copies[0];
      head && (head.ordinal === null || !this.#returned.has(head.ordinal));
      head = this.#copies[0]
    ) {
      last = head.tag;
      this.#copies.shift();
    }
    if (last !== null && this.#ended === null) this.#link.forget(last);
  }

  /**
   * Sends a marker through the exchange of redrives. When it has come back, everything that came back before it is known.
   * @returns the marker: once our store has it, it has every receipt of what was sent before
   */
  markThroughTap(): Promise<string> {
    return this.#pass((marker) => {
      const properties = markerProperties(this.#redriveId, marker);
      this.#link.publish([
        { exchange: REDRIVE_EXCHANGE, routingKey: Buffer.alloc(0), properties, body: Buffer.alloc(0) },
      ]);
    });
  }

  async close(): Promise<void> {
    this.#end("closed");
    await this.#link.close();
  }

  /** Also takes away what this redrive has on the broker. */
  async remove(targets: Iterable<string>): Promise<void> {
    this.#end("closed");
    await this.#link.remove(targets);
  }

  #pass(send: (marker: string) => void): Promise<string> {
    const marker = randomUUID();
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) return reject(new Error(this.#ended));
      this.#markers.set(marker, (why) => (why ? reject(why) : resolve(marker)));
      try {
        send(marker);
      } catch (error) {
        this.#markers.delete(marker);
        reject(error);
      }
    });
  }

  #confirmed(tag: number, taken: boolean): void {
    const sent = this.#waiting.get(tag);
    if (!sent) return;
    this.#waiting.delete(tag);
    this.#answered.push({ ...sent, taken });
    this.#wake();
    if (this.#room && this.#waiting.size < this.#room.most) this.#giveRoom();
  }

  #giveRoom(): void {
    this.#room?.resolve();
    this.#room = null;
  }

  #cameBack(properties: Buffer, why: string, copy: number | null): void {
    const mark = readMark(properties);
    const ordinal = mark && "ordinal" in mark && mark.redriveId === this.#redriveId ? mark.ordinal : null;
    if (copy !== null) this.#copies.push({ tag: copy, ordinal });
    if (ordinal !== null) this.#returned.set(ordinal, why);
    if (!mark || !("marker" in mark)) return;
    this.#markers.get(mark.marker)?.(null);
    this.#markers.delete(mark.marker);
  }

  #outcomeOf({ ordinal, toQueue, taken }: Answered): Settled {
    const returned = this.#returned.get(ordinal);
    if (returned !== undefined) return { ordinal, outcome: "returned", problem: returned, sent: true };
    if (taken) return { ordinal, outcome: "confirmed", problem: null, sent: true };
    // One of several queues of an exchange refused it; others may have it.
    return toQueue
      ? { ordinal, outcome: "refused", problem: "the queue refused it (nack)", sent: true }
      : {
          ordinal,
          outcome: "in_doubt",
          problem: "a queue refused it (nack); others may have it",
          sent: true,
        };
  }

  #end(why: string): void {
    if (this.#ended !== null) return;
    this.#ended = why;
    for (const settle of this.#markers.values()) settle(new Error(why));
    this.#markers.clear();
    this.#wake();
    this.#giveRoom();
  }
}
