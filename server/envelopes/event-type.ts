import type { EventKind } from "./envelope";
import { PARTS, typeNameOf } from "./nouns";
import { remember } from "./remember";
import { isCreation, isImperative, isPast, isState } from "./verbs";
import { wordsOf } from "./words";

/** What the name of a type says by itself. */
export interface TypeAnalysis {
  /** Null where the name gives no hint. */
  kind: EventKind | null;
  /** Whether the producer spelt the kind out (`command.…`, `integration.…`, `…Event`), so that it is no guess. */
  kindSaid: boolean;
  /** How its verb stands: `order.created`, `CreateOrder`; null where the name has neither. */
  form: "past" | "imperative" | null;
  /** What it is about, in PascalCase singular: `Order`. */
  noun: string | null;
  /** All that it may be about, the likeliest first: the one whose id the payload holds is taken. */
  nouns: readonly string[];
  /** The verb's word: `created`; null where none was found. */
  verb: string | null;
  /** Whether the thing began to exist with it. */
  creation: boolean;
  /** Whether it reads as the name of a reply. */
  reply: boolean;
  /** Whether it reads as an event's or a command's name, and not as some other field called `type`. */
  telling: boolean;
  /** The `2` of `order.created.v2`. */
  schemaVersion: string | null;
}

const VERSION = /(?:^|[._\-/:]|(?<=[a-z]))[vV](\d{1,6}(?:\.\d{1,6}){0,3})$/;
const SEGMENTS = /[.:/\\+#,\s]+/;
const LONGEST_ANALYSED = 200;

const COMMANDS = new Set(["command", "commands", "cmd"]);
const EVENTS = new Set(["event", "events", "evt", "evenement", "evenements", "domain"]);
const QUERIES = new Set(["query", "queries", "request"]);
const REPLIES = new Set(["reply", "replies", "response", "responses", "reponse", "reponses"]);
const ADJECTIVES = new Set(["new", "nouveau", "nouvel", "nouvelle"]);
const PREPOSITIONS = new Set("for to from of by in on with pour de du des vers a par avec".split(" "));

/** Reads the name of a type: its kind, its noun, its verb. */
export const analyseType = remember(2_000, analyse);

function analyse(type: string): TypeAnalysis {
  const version = VERSION.exec(type.slice(-30));
  const name = (version ? type.slice(0, -version[0].length) : type).slice(0, LONGEST_ANALYSED);
  const segments = name
    .split(SEGMENTS)
    .map(wordsOf)
    .filter((words) => words.length > 0);
  const said = takeMarkers(segments);
  const sentence = findVerb(segments);
  const { noun, nouns } = nounsOf(sentence.groups);
  const guess: EventKind | null =
    sentence.form === "past" ? "event" : sentence.form === "imperative" ? "command" : null;
  return {
    kind: said.kind ?? guess,
    kindSaid: said.kind !== null,
    form: sentence.form,
    noun,
    nouns,
    verb: sentence.verb,
    creation: sentence.creation,
    reply: said.reply,
    telling: isTelling(segments, guess ?? said.kind),
    schemaVersion: version?.[1] ?? null,
  };
}

function isTelling(segments: string[][], kind: EventKind | null): boolean {
  return segments.some((words) => /\p{L}/u.test(words.join(""))) && (segments.length > 1 || kind !== null);
}

/** Takes off what names the kind rather than the happening: the prefix `integration.`, the suffix `Event`. */
function takeMarkers(segments: string[][]): { kind: EventKind | null; reply: boolean } {
  let [command, integration, event, query, reply] = [false, false, false, false, false];
  const isMarker = (word: string): boolean => {
    if (COMMANDS.has(word)) command = true;
    else if (word === "integration") integration = true;
    else if (EVENTS.has(word)) event ||= word !== "domain";
    else return false;
    return true;
  };
  while (segments.length > 1 && segments[0]?.every(isMarker)) segments.shift();
  for (let last = segments.at(-1); last && last.length > 0; last = segments.at(-1)) {
    const word = last.at(-1) as string;
    const alone = segments.length === 1 && last.length === 1;
    if (REPLIES.has(word)) reply = true;
    else if (QUERIES.has(word) && !alone) query = true;
    else if (!isMarker(word)) break;
    last.pop();
    if (last.length === 0) segments.pop();
  }
  const kind = command
    ? "command"
    : integration
      ? "integration_event"
      : event
        ? "event"
        : query
          ? "request"
          : null;
  return { kind, reply };
}

interface Sentence {
  form: TypeAnalysis["form"];
  verb: string | null;
  creation: boolean;
  /** Words beside the verb, one group a segment, the nearest first. */
  groups: string[][];
}

function findVerb(segments: string[][]): Sentence {
  const last = segments.length - 1;
  // The past word stands at the end, or shortly before it: `order.created.eu`.
  for (let s = last; s >= 0 && s >= last - 2; s--) {
    const words = segments[s] as string[];
    for (let w = words.length - 1; w >= 0; w--) {
      const word = words[w] as string;
      if (!isPast(word) && !(isState(word) && s === last && w === words.length - 1)) continue;
      // `ReserveStock` begins with an English verb that is a French participle too (`réservé`).
      if (w === 0 && words.length > 1 && isImperative(word)) continue;
      if (s === 0 && w === 0) {
        if (words.length > 1) return sentence("past", word, [words.slice(1)]);
        continue;
      }
      return sentence("past", word, [words.slice(0, w), ...segments.slice(0, s).reverse()]);
    }
  }
  const words = segments[last] ?? [];
  const before = segments.slice(0, Math.max(last, 0)).reverse();
  const [first] = words;
  if (first !== undefined && isImperative(first)) {
    // A lone verb after its noun (`order.create`) may be an event in the present tense: no command without more.
    if (words.length === 1) return sentence(null, last > 0 ? first : null, last > 0 ? before : [words]);
    const object = words.slice(1);
    const end = object.findIndex((word) => PREPOSITIONS.has(word));
    const parts = end > 0 ? [object.slice(0, end), object.slice(end + 1)] : [object];
    return sentence("imperative", first, [...parts, ...before]);
  }
  const end = words.at(-1) ?? "";
  if (end.length > 5 && end.endsWith("ing") && words.length + last > 1 && typeNameOf([end])?.endsWith("ing"))
    return sentence(null, end, [words.slice(0, -1), ...before]);
  return sentence(null, null, [words, ...before]);
}

function sentence(form: Sentence["form"], verb: string | null, groups: string[][]): Sentence {
  const filled = groups.filter((words) => words.length > 0);
  const isNew = ADJECTIVES.has(filled[0]?.[0] ?? "");
  if (isNew) filled[0]?.shift();
  return { form, verb, creation: isNew || (verb !== null && isCreation(verb)), groups: filled };
}

const MOST_NOUNS = 10;

/** What the words may be about. What is a part of something comes last: an order's item is the order's affair. */
function nounsOf(groups: string[][]): { noun: string | null; nouns: string[] } {
  const wholes: (string | null)[] = [];
  const parts: (string | null)[] = [];
  for (const group of groups.slice(0, 4)) {
    // `eu`, `fr`, `v1`: where something happened, not to what.
    const words = group.filter((word) => word.length > 2);
    let end = words.length;
    while (end > 0 && PARTS.has(words[end - 1] as string)) end--;
    wholes.push(typeNameOf(words.slice(0, end)));
    for (const word of words.slice(0, end).reverse().slice(0, 4)) wholes.push(typeNameOf([word]));
    if (end === words.length) continue;
    parts.push(typeNameOf(words));
    for (const word of words.slice(end).reverse()) parts.push(typeNameOf([word]));
  }
  const nouns = [...new Set([...wholes, ...parts].filter((name) => name !== null))].slice(0, MOST_NOUNS);
  return { noun: nouns[0] ?? null, nouns };
}
