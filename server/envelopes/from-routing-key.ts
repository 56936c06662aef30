import { type Draft, type Source, word } from "./draft";
import { analyseType } from "./event-type";
import { plainType } from "./from-properties";
import { remember } from "./remember";

interface KeyType {
  /** The key with `*` for every id in it, so that types stay few; null where no word is left. */
  type: string | null;
  /** Whether it reads as a type by itself: two words or more with dots between, or a verb. */
  isType: boolean;
  /** Whether a verb was recognised in it. */
  hasVerb: boolean;
}

const WORD = /^\p{L}[\p{L}\p{M}\p{N}_-]*$/u;
const LONGEST_KEY = 255;

const readKey = remember(4_000, (key): KeyType => {
  const nothing = { type: null, isType: false, hasVerb: false };
  // `amq.gen-…` and `amq.rabbitmq.reply-to…` are names that the broker made up.
  if (key.length === 0 || key.length > LONGEST_KEY || key.startsWith("amq.")) return nothing;
  const segments = key.split(".").map((segment) => (isIdLike(segment) ? "*" : segment));
  const count = segments.filter((segment) => WORD.test(segment)).length;
  const type = word(segments.join("."));
  if (type === null || segments.every((segment) => !/\p{L}/u.test(segment))) return nothing;
  const { form } = analyseType(type);
  return { type, isType: count >= 2 || (count === 1 && form !== null), hasVerb: form !== null };
});

/** Whether a word of a routing key is an id and no name: a number, a UUID, a ULID, a hash, `order-12345`. */
function isIdLike(segment: string): boolean {
  if (/^\d+$/.test(segment) || /\d{3}/.test(segment)) return true;
  return /\d/.test(segment) && (segment.length >= 20 || /^[0-9a-f]{8,}$/i.test(segment));
}

/** The last reader: finds a type in the routing key, or for want of it in a plain `type` or in the exchange's name. */
export function readRoutingKey(draft: Draft, source: Source): void {
  if (draft.eventType !== null) return;
  const { exchange, routingKey } = source.message;
  const key = readKey(routingKey);
  const plain = plainType(source);
  if (key.hasVerb) infer(draft, key.type);
  else if (plain !== null) {
    draft.eventType = plain;
    draft.reader ??= "properties";
  }
  // Any JSON object that was published under a name is something that happened to somebody.
  else if (key.isType || source.body !== null) infer(draft, key.type);
  if (draft.eventType !== null) return;
  const name = readKey(exchange);
  if (name.hasVerb ? source.body !== null : draft.reader !== null) infer(draft, name.type);
}

function infer(draft: Draft, type: string | null): void {
  if (type === null) return;
  draft.eventType = type;
  draft.inferred.push("eventType");
  draft.reader ??= "routing-key";
}
