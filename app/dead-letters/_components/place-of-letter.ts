import type { DeadLetterItem } from "@/server/dead-letters/dead-letter-schemas";

/** Where a dead letter belongs, for what a reader may do with it. The same rule as the server's. */
export const placeOfLetter = ({ vhost, exchange, originExchange }: DeadLetterItem) => ({
  vhost,
  exchange: originExchange ?? exchange,
});
