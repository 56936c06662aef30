import type { QueueSpec } from "./system";

/** Name of the dead-letter exchange of the queues of an exchange. */
export function dlx(exchange: string): string {
  return `${exchange}.dlx`;
}

/** Whether an exchange of the shop is a dead-letter exchange. */
export function isDlx(exchange: string): boolean {
  return exchange.endsWith(".dlx");
}

/** Nobody may ever look into it: the shop must not fill the broker. */
const MOST_DEAD_LETTERS = 20_000;

/** The queue in which lies what an exchange's consumers gave up on, named as the complaint system names it. */
export function deadLetterQueue(exchange: string): QueueSpec {
  return {
    name: `${exchange}.dlq`,
    bindings: [{ exchange: dlx(exchange), key: "" }],
    maxLength: MOST_DEAD_LETTERS,
  };
}
