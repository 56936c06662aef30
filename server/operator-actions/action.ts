import type { ActionName } from "./action-names";

/** Who acts: a signed-in person, an API token, a command line (its operating system user), somebody who is not signed in. */
export const ACTOR_KINDS = ["user", "token", "command", "nobody"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface Actor {
  kind: ActorKind;
  /** Null where there is no account: a failed sign-in, a command. */
  id: string | null;
  /** As people know it: the name, the e-mail address that was tried, the system's user. */
  name: string;
}

/** Who, and from where. Made at the door (HTTP request or command line) and handed to what acts. */
export interface By {
  actor: Actor;
  /** Address of the client; null for a command, and where it is not known. */
  from: string | null;
  /** Why, in the words of whoever does it. */
  reason?: string | null | undefined;
}

/** done: it happened; refused: the rules did not let it; failed: it was tried and went wrong. */
export const OUTCOMES = ["done", "refused", "failed"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const TARGET_TYPES = [
  "vhost",
  "exchange",
  "message",
  "messages",
  "quarantine",
  "user",
  "grant",
  "session",
  "token",
  "masking-rule",
  "complaint",
  "complaints",
  "mail",
  "customer",
  "notified-administrator",
  "stream",
  "redrive",
  "dead-letter",
  "dead-letters",
  "dead-letter-queue",
  "saga",
  "saga-definition",
  "sagas",
  "door",
] as const;
export type TargetType = (typeof TARGET_TYPES)[number];

/** What was acted on. `vhost` and `exchange` say where it belongs, so that teams find what concerns them. */
export interface Target {
  type: TargetType;
  /** Name or id; of a search, what was asked for. */
  id: string;
  vhost?: string | null;
  exchange?: string | null;
}

/** One thing that somebody did or tried. Texts may be hostile and hold secrets: `recordAction` sees to both. */
export interface ActionToRecord {
  by: By;
  action: ActionName;
  target: Target;
  outcome: Outcome;
  /** The state before and after, as JSON; left out where there is none. */
  before?: unknown;
  after?: unknown;
  /** Anything else worth keeping: what went wrong, how much it was. */
  detail?: unknown;
  /** When it happened; by default the database's clock at the moment of writing. */
  at?: Date;
}
