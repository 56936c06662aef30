import type { Pool } from "pg";
import type { BrokerTarget } from "@/server/broker/connection";
import { createDigester } from "@/server/event-store/digests";
import type { ReadingContext } from "@/server/ingest/prepare-record";
import type { Logger } from "@/server/logger";
import type { DeadLettersStatus } from "@/server/processes/process-status";
import { CustodyDesk } from "./custody-desk";
import { createDeadLetterDigester } from "./dead-letter-digests";
import { DeadLetterMap } from "./dead-letter-map";
import type { DeadLetterTopology } from "./dead-letter-queues";
import { DeadLetterObserver } from "./observer";
import type { DeadLetterContext } from "./prepare-dead-letter";
import { QueueWatch } from "./queue-watch";

export interface DeadLettersOptions {
  target: BrokerTarget;
  databaseUrl: string;
  pool: Pool;
  vhosts: readonly string[];
  /** Name of this process, unique among workers. */
  holder: string;
  /** The store's key for digests. */
  secret: Uint8Array;
  logger: Logger;
  /** What a virtual host looks like, as the taps have last read it; null before they have. */
  topology: (vhost: string) => DeadLetterTopology | null;
  isDeadLetterExchange: ReadingContext["isDeadLetterExchange"];
  mappingFor: ReadingContext["mappingFor"];
  /** A queue of Sillage or of the demo: it is held from the beginning. */
  isOwned: (vhost: string, queue: string) => boolean;
  /** Called for each batch that came into custody. */
  onHeld: (count: number) => void;
  /** For tests: how long a queue stays with a worker that says nothing more, and how often things are looked at. */
  leaseMs?: number;
  lookEveryMs?: number;
  everyMs?: number;
  largestBody?: number;
}

/** Everything that keeps dead letters: which queues there are, what is on its way into them, what is held. */
export interface DeadLetters {
  status(): DeadLettersStatus;
  stop(): Promise<void>;
}

export function startDeadLetters(options: DeadLettersOptions): DeadLetters {
  const { secret, isDeadLetterExchange, mappingFor } = options;
  const map = new DeadLetterMap(options.topology);
  const context: DeadLetterContext = {
    digester: createDigester(secret),
    digests: createDeadLetterDigester(secret),
    isDeadLetterExchange,
    mappingFor,
    isDelayQueue: (vhost, queue) => map.isDelayQueue(vhost, queue),
    isDeadLetterQueue: (vhost, queue) => map.isDeadLetterQueue(vhost, queue),
  };
  const watch = new QueueWatch({ ...options, map });
  const observer = new DeadLetterObserver({ ...options, map, context });
  const desk = new CustodyDesk({
    ...options,
    context,
    known: (vhost) => map.known(vhost),
    mayExclude: (vhost, queue) => map.mayExclude(vhost, queue),
  });
  for (const part of [watch, observer, desk]) part.start();
  return {
    status: () => ({
      queues: desk.status(),
      observer: observer.status,
      problems: [...watch.problems].map(([vhost, problem]) => ({ vhost, problem })),
    }),
    stop: async () => {
      await Promise.all([desk.stop(), observer.stop(), watch.stop()]);
    },
  };
}
