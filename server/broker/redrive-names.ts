/** Names of what a redrive needs on a broker, and of the headers that it adds. */

/** Fanout that redriven messages are published to: everything reaches the tap, so that each send leaves a receipt. */
export const REDRIVE_EXCHANGE = "sillage.redrive";
/** Headers exchange that hands each message to the queue that it names, and to no other. */
export const TARGETS_EXCHANGE = "sillage.targets";
/** Alternate exchange of that one: what no queue took goes back to the redrive that sent it. */
export const RETURNED_EXCHANGE = "sillage.returned";
/** The queue that a redrive gets its own messages back in. */
export const returnedQueue = (redriveId: string): string => `sillage.returned.${redriveId}`;
export const RETURNED_QUEUES = "sillage.returned.";

/** Never `x-`: a headers exchange ignores such names, and the binding would take everything. */
export const HEADERS = {
  /** Id of the redrive. */
  redrive: "sillage-redrive",
  /** Place of the message in it, from 1. */
  message: "sillage-redrive-message",
  /** From 1; more where an earlier send was found not to have arrived. */
  attempt: "sillage-redrive-attempt",
  /** The queue that is to get it. */
  target: "sillage-target",
  /** Where it was published before it died: `sillage.redrive` hides that. */
  exchange: "sillage-redrive-exchange",
  /** Of a message of our own that says: everything before it has passed. */
  marker: "sillage-redrive-marker",
  /** The user id that somebody else's message had: the broker refuses it from us as a property. */
  userId: "sillage-user-id",
} as const;
