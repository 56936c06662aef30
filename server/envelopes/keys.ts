import { isKnownNoun, typeNameOf } from "./nouns";
import { remember } from "./remember";
import { wordsOf } from "./words";

/** The fields of an envelope, each with every name under which producers write it (letters only, lower case). */
const NAMES = {
  eventId: "eventid",
  messageId: "messageid",
  id: "id",
  eventType: "eventtype eventname detailtype",
  type: "type event messagetype",
  commandType: "commandtype commandname command",
  /** What Spring's converter writes as the header `__TypeId__`. */
  typeId: "typeid",
  aggregateId: "aggregateid aggregaterootid entityid",
  aggregateType: "aggregatetype aggregatename entitytype",
  aggregateVersion: "aggregateversion streamversion aggregatesequence",
  version: "version",
  schemaVersion: "schemaversion eventversion dataversion payloadversion",
  occurredAt: "occurredat occurredon eventtime eventtimestamp eventdate horodatage",
  timestamp: "timestamp time",
  correlationId: "correlationid correlation",
  causationId: "causationid causation causeid",
  traceId: "traceid b3traceid",
  spanId: "spanid b3spanid",
  traceparent: "traceparent",
  producer: "producer producedby publisher service servicename appid",
  source: "source",
  actor: "actor actorid performedby initiatedby triggeredby",
  userId: "userid",
  metadata: "metadata meta eventmetadata",
  payload: "eventdata payload data detail eventpayload",
} as const;

export type FieldName = keyof typeof NAMES;

const FIELD_OF: ReadonlyMap<string, FieldName> = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    names.split(" ").map((name): [string, FieldName] => [name, field as FieldName]),
  ),
);

/** What the name of a key says. */
export interface KeyInfo {
  /** The envelope field that it is a name of. */
  field: FieldName | null;
  /** The type whose id it holds: `order_id` and `OrderID` hold the one of an `Order`. */
  idOf: string | null;
  /** Whether it holds the id of another of that type: `parentOrderId`. */
  other: boolean;
  /** Whether it holds a list of ids: `orderIds`. */
  list: boolean;
  /** Whether it is `id` alone. */
  bareId: boolean;
  /** The type of an object that stands under it: `order` holds an `Order`. */
  holds: string | null;
  /** The verb of a time: `created` for `created_at`. */
  timeOf: string | null;
  /** The CloudEvents attribute that it is in binary mode: `id` for `ce-id`, `cloudEvents:id`. */
  cloudEvents: string | null;
}

const ID_WORDS = new Set(["id", "uuid", "guid", "uid"]);
const ID_LISTS = new Set(["ids", "uuids", "guids", "uids"]);
const OTHERS = new Set(
  "parent source target from to previous original origin old new related root linked first last next current".split(
    " ",
  ),
);
/** What has an id and is no business object: the plumbing of messages, and adjectives. */
const NOT_AGGREGATES = new Set(
  `Event Message Correlation Causation Trace Span Request Response Aggregate Entity Stream Command Query Idempotency
  Conversation Type Schema External Internal Unique Remote Legacy Local Global Public Metadata`.split(/\s+/),
);
const CLOUD_EVENTS = /^(?:cloudevents[:_]|ce[-_])(.+)$/;
const LONGEST_NAME = 64;

const NAMELESS: KeyInfo = {
  field: null,
  idOf: null,
  other: false,
  list: false,
  bareId: false,
  holds: null,
  timeOf: null,
  cloudEvents: null,
};

/** Reads the name of a key of a header table or a body, in any spelling. */
export const keyInfo = remember(4_000, readName);

function readName(key: string): KeyInfo {
  // A longer key is data (a map from ids, say), not a name that somebody chose.
  if (key.length > LONGEST_NAME) return NAMELESS;
  const words = wordsOf(key);
  if (words[0] === "x" && words.length > 1) words.shift();
  if (words.length === 0) return NAMELESS;
  const last = words.at(-1) as string;
  const times = words.length > 1 && (last === "at" || last === "on");
  return {
    field: FIELD_OF.get(words.join("")) ?? null,
    ...readId(words),
    bareId: words.length === 1 && ID_WORDS.has(last),
    holds: typeNameOf(words),
    timeOf: times ? (words.at(-2) ?? null) : null,
    cloudEvents: CLOUD_EVENTS.exec(key.toLowerCase())?.[1] ?? null,
  };
}

function readId(words: readonly string[]): Pick<KeyInfo, "idOf" | "other" | "list"> {
  const { noun, list } = splitId(words);
  const start = noun.findIndex((word) => !OTHERS.has(word));
  const idOf = start < 0 ? null : typeNameOf(noun.slice(start));
  if (idOf === null || NOT_AGGREGATES.has(idOf)) return { idOf: null, other: false, list: false };
  return { idOf, other: start > 0, list };
}

/** `order_id`, `idCommande` and `orderid` (where the noun is a known one: `paid` is no id) without their id word. */
function splitId(words: readonly string[]): { noun: readonly string[]; list: boolean } {
  const [first, last] = [words[0] as string, words.at(-1) as string];
  if (words.length > 1) {
    if (ID_WORDS.has(last) || ID_LISTS.has(last))
      return { noun: words.slice(0, -1), list: ID_LISTS.has(last) };
    if (first === "id") return { noun: words.slice(1), list: false };
  } else if (last.endsWith("id") && isKnownNoun(last.slice(0, -2))) {
    return { noun: [last.slice(0, -2)], list: false };
  }
  return { noun: [], list: false };
}
