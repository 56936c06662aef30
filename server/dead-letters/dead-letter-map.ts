import {
  type DeadLetterTopology,
  deadLetterQueuesReached,
  delayQueues,
  type FoundQueue,
  findDeadLetterQueues,
} from "./dead-letter-queues";

/** What the broker looks like to dead letters, made anew only when it was read anew. */
export class DeadLetterMap {
  readonly #read: (vhost: string) => DeadLetterTopology | null;
  readonly #places = new Map<string, Place>();
  readonly #diedInto = new Map<string, ReadonlySet<string>>();

  /** @param read what a virtual host looks like, as last read, the same object until it is read anew; null before it was */
  constructor(read: (vhost: string) => DeadLetterTopology | null) {
    this.#read = read;
  }

  known(vhost: string): boolean {
    return this.#read(vhost) !== null;
  }

  /** The dead-letter queues of a virtual host; null before it was read. @param diedInto see findDeadLetterQueues */
  find(vhost: string, diedInto?: ReadonlySet<string>): readonly FoundQueue[] | null {
    if (diedInto) this.#diedInto.set(vhost, diedInto);
    return this.#place(vhost)?.found ?? null;
  }

  isDelayQueue(vhost: string, queue: string): boolean {
    return this.#place(vhost)?.delays.has(queue) ?? false;
  }

  isDeadLetterQueue(vhost: string, queue: string): boolean {
    return this.#place(vhost)?.names.has(queue) ?? false;
  }

  /** Where a dead letter that was seen on an exchange has gone. */
  reached(vhost: string, exchange: string, routingKeys: readonly string[]): string[] {
    const place = this.#place(vhost);
    if (!place) return [];
    return [...deadLetterQueuesReached(place.topology, exchange, routingKeys)].filter((name) =>
      place.names.has(name),
    );
  }

  /** Exchanges through which nothing but dead letters comes. */
  feeders(vhost: string): string[] {
    return [...new Set(this.#place(vhost)?.found.flatMap(({ feeders }) => feeders))];
  }

  /** Whether the broker can keep other consumers out of a queue while we have it. */
  mayExclude(vhost: string, queue: string): boolean {
    const info = this.#place(vhost)?.topology.queues.find(({ name }) => name === queue);
    return (
      info !== undefined && info.type !== "quorum" && info.arguments["x-single-active-consumer"] !== true
    );
  }

  #place(vhost: string): Place | null {
    const topology = this.#read(vhost);
    if (!topology) return null;
    const diedInto = this.#diedInto.get(vhost) ?? new Set();
    const known = this.#places.get(vhost);
    if (known && known.topology === topology && known.diedInto === diedInto) return known;
    const found = findDeadLetterQueues(topology, diedInto);
    const names = new Set(found.map(({ name }) => name));
    const place = { topology, diedInto, found, names, delays: delayQueues(topology.queues) };
    this.#places.set(vhost, place);
    return place;
  }
}

interface Place {
  topology: DeadLetterTopology;
  diedInto: ReadonlySet<string>;
  found: readonly FoundQueue[];
  names: ReadonlySet<string>;
  delays: ReadonlySet<string>;
}
