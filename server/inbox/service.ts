import type { ClientBase } from "pg";
import type { ServiceFailure } from "./failure";
import type { InboxMessage } from "./inbox-messages";
import type { ServiceName } from "./service-plan";

/** What is committed in one transaction with the end of a message. */
export type Effects = (client: ClientBase) => Promise<void>;

/** What a handler may do before it is done. */
export interface Handling {
  /**
   * Commits something on the way, as long as the mailbox is ours; the message stays to be handled. For what must stand
   * in the database before the world hears of it.
   * @throws MailboxLost
   */
  step<T>(work: (client: ClientBase) => Promise<T>): Promise<T>;
}

/** One of our services: what it makes of the messages on its queue. */
export interface Service {
  name: ServiceName;
  /**
   * Handles a message, one at a time for each mailbox. May be called again for the same message, after a failure or a
   * kill at any moment.
   * @returns what to commit together with its end
   * @throws ServiceFailure to say of what class a failure is; anything else is transient.
   */
  handle(message: InboxMessage, handling: Handling): Promise<Effects>;
  /** What to commit when a message is given up and goes to the dead-letter queue. */
  giveUp(message: InboxMessage, failure: ServiceFailure): Promise<Effects>;
}
