import { isDlx } from "./dead-letter-queue";
import { SHOP } from "./shop";

const DEAD_LETTER_QUEUES: ReadonlySet<string> = new Set(
  SHOP.flatMap(({ queues }) =>
    queues.filter(({ bindings }) => bindings.some(({ exchange }) => isDlx(exchange))).map(({ name }) => name),
  ),
);

/** Whether the demo's dead letters end in a queue of that name. */
export function isDemoDeadLetterQueue(name: string): boolean {
  return DEAD_LETTER_QUEUES.has(name);
}
