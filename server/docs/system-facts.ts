import type { Tense } from "./past-tense";
import type { JsonSchema } from "./shape-schema";

/** What is written down about the system. Pure types; names are hostile text, and masked already where anybody sees them masked. */
export interface SystemFacts {
  /** What was counted: ISO 8601. */
  from: string;
  to: string;
  exchanges: ExchangeFacts[];
  /** The most frequent event types; those that were left out are counted. */
  events: EventFacts[];
  leftOutEvents: number;
  /** Why consumers are not known, in words; null where they are. */
  consumersUnknown: string | null;
  sagas: SagaFacts[];
  /** Mermaid. */
  participants: string;
  topology: string | null;
}

export interface ExchangeFacts {
  vhost: string;
  name: string;
  type: string;
  durable: boolean;
  autoDelete: boolean;
  internal: boolean;
  /** How far Sillage sees what is published to it. */
  coverage: string;
}

export interface EventFacts {
  vhost: string;
  exchange: string;
  type: string;
  /** event, integration_event, command, request, reply, or empty where it is not known. */
  kind: string;
  count: number;
  /** Of those that were looked at, the newest ones. */
  producers: string[];
  routingKeys: string[];
  contentTypes: string[];
  consumers: { queue: string; services: string[] }[];
  tense: Tense;
  /** own: the schema that our services check with; learned: from so many bodies; none: they are no JSON, or withheld. */
  schema: { source: "own" | "learned" | "none"; samples: number; schema: JsonSchema };
  /** One of them as JSON text, masked. */
  example: string | null;
  guarantees: {
    /** Its exchange survives a restart of the broker; null where that is not known. */
    durable: boolean | null;
    /** Of the messages that were looked at. */
    looked: number;
    persistent: number;
    identified: number;
    /** Only a publisher knows whether it was confirmed; our own services wait for it. */
    confirmed: "ours" | "unseen";
    /** Events of this type, on any exchange, that died at least once; null where none belongs to a saga. */
    deadLettered: number | null;
    /** Repeated arrivals in the range. */
    duplicates: number;
  };
}

export interface SagaFacts {
  type: string;
  count: number;
  /** Mermaid. */
  flow: string;
}
