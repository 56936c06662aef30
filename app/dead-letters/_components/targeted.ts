import type { DeadLetterSelection } from "@/server/dead-letters/dead-letter-filter";

/** Dead letters that something is about to be done with. */
export interface Targeted {
  selection: DeadLetterSelection;
  /** How many that is, as the page knows it; the server counts again. */
  count: number;
  /** Queues that are only observed, of which some of them are: nothing can be redriven before they are held. */
  observed: readonly { vhost: string; queue: string }[];
}
