import { PRESET_MS, RANGES, type Range, type TimeRange } from "./time-range";
import { instantOf, startOfDay, wallTimeAt } from "./zoned-time";

/**
 * Reads a time range as a person types it, in English or French: “3h”, “last 3 h”, “3 dernières heures”, “yesterday”,
 * “hier 14h – 15h30”, “2026-11-20 14:00 – 15:30”, “since 9:00”, or an ISO 8601 interval out of a log. Pure.
 */

export interface ReadingContext {
  /** The present, in milliseconds since 1970. */
  now: number;
  /** The zone that times without one are in (IANA). */
  zone: string;
}

/** What a text means: a preset, or absolute moments (ISO 8601) of which one may be open. */
export type TypedRange = { preset: Range } | { from: string | null; to: string | null };

/** Reads a range; null when the text means none. An end never lies before its beginning. */
export function parseRange(text: string, context: ReadingContext): TypedRange | null {
  const plain = simplify(text);
  if (plain === "" || plain.length > 100) return null;
  return (
    readAll(plain) ?? readDuration(plain, context) ?? readOpen(plain, context) ?? readInterval(plain, context)
  );
}

/** The range of the picker that a typed one means. `current`: its preset stays behind absolute moments. */
export function typedToRange(typed: TypedRange, current: TimeRange): TimeRange {
  return "preset" in typed
    ? { preset: typed.preset, from: null, to: null }
    : { preset: current.preset, ...typed };
}

/** Lower case, no accents, one kind of dash, quote and space. */
function simplify(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/[‐-―−]/g, "-")
    .replace(/[’‘ʼ]/g, "'")
    .replace(/[→⟶]/g, " to ")
    .replace(/\s+/gu, " ")
    .trim();
}

const readAll = (text: string): TypedRange | null =>
  /^(all( time)?|ever|everything|tout|toujours|depuis toujours)$/.test(text) ? { preset: "all" } : null;

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(s|secs?|seconds?|secondes?)$/, 1_000],
  [/^(m|mn|mins?|minutes?)$/, 60_000],
  [/^(h|hrs?|hours?|heures?)$/, 3_600_000],
  [/^(d|days?|j|jours?)$/, 86_400_000],
  [/^(w|weeks?|sem|semaines?)$/, 604_800_000],
];
const unitOf = (word: string) => UNITS.find(([pattern]) => pattern.test(word))?.[1];

/** Longer ranges are a mistake of the keyboard. */
const LONGEST = 100 * 366 * 86_400_000;

/** “3h”, “last 90 min”, “1h30”, “les 3 dernières heures”, “last hour”. It reaches from then until whatever comes. */
function readDuration(text: string, { now }: ReadingContext): TypedRange | null {
  const bare = text
    .replace(/^(the |les? |la )?(last|past|previous|dernieres?|derniers?|depuis|since) /, "")
    .replace(/^(les? |la )/, "")
    .replace(/ (dernieres?|derniers?) /, " ")
    .replace(/ ago$/, "")
    .replace(/^il y a /, "");
  const length = lengthOf(bare, bare !== text);
  if (length === null || length <= 0 || length > LONGEST) return null;
  const preset = RANGES.find((range) => PRESET_MS[range] === length);
  return preset ? { preset } : { from: new Date(now - length).toISOString(), to: null };
}

/** @param wordy whether a unit alone means one of it: “last hour” does, “h” does not */
function lengthOf(text: string, wordy: boolean): number | null {
  const alone = wordy ? unitOf(text) : undefined;
  if (alone) return alone;
  const single = /^(\d+(?:[.,]\d+)?) ?([a-z]+)$/.exec(text);
  if (single) {
    const unit = unitOf(single[2]!);
    return unit ? Math.round(Number(single[1]!.replace(",", ".")) * unit) : null;
  }
  const mixed = /^(\d+) ?(?:h|hours?|heures?) ?(\d{1,2}) ?(?:m|mn|mins?|minutes?)?$/.exec(text);
  // “14h30” alone is a moment of the day; “last 1h30” is a length.
  return mixed && (wordy || /[mn]/.test(text))
    ? Number(mixed[1]) * 3_600_000 + Number(mixed[2]) * 60_000
    : null;
}

/** “since yesterday 14:00”, “jusqu'à 15h”. */
function readOpen(text: string, context: ReadingContext): TypedRange | null {
  const since = /^(?:since|from|after|depuis|apres|a partir de|des)(?: le)? (.+)$/.exec(text);
  const until = /^(?:until|till|before|jusqu'a|jusqu'au|avant)(?: le)? (.+)$/.exec(text);
  const moment = readMoment((since ?? until)?.[1] ?? "", context, null);
  if (!moment) return null;
  const at = new Date(past(moment, context)).toISOString();
  return since ? { from: at, to: null } : { from: null, to: at };
}

/** A day, a moment (then everything since), or two of them. */
function readInterval(text: string, context: ReadingContext): TypedRange | null {
  const whole = readMoment(text, context, null);
  if (whole) return rangeOf(past(whole, context), whole.end, context);
  for (const [left, right] of splits(text)) {
    const from = readMoment(left, context, null);
    const to = from && readMoment(right, context, from);
    if (!from || !to) continue;
    let start = from.start;
    let end = to.end ?? to.start;
    if (!from.dated && !to.dated) {
      // “22:00 – 23:00” in the morning means last night, and “23:00 – 1:00” passes midnight.
      if (end <= start) end = onNextDay(end, context);
      if (start > context.now) [start, end] = [onNextDay(start, context, -1), onNextDay(end, context, -1)];
    } else if (end <= start && !to.dated) end = onNextDay(end, context);
    if (end > start) return rangeOf(start, end, context);
  }
  return null;
}

/** “23:00” in the morning means last night. */
const past = ({ start, dated }: Moment, context: ReadingContext): number =>
  !dated && start > context.now ? onNextDay(start, context, -1) : start;

function rangeOf(start: number, end: number | null, { now }: ReadingContext): TypedRange {
  // What ends later than now, as today does, is still open.
  const to = end === null || end > now + 86_400_000 * 366 || (start <= now && end > now) ? null : end;
  return { from: new Date(start).toISOString(), to: to === null ? null : new Date(to).toISOString() };
}

/** Every way to cut a text in two at a word or a sign that means “to”. */
function* splits(text: string): Generator<[string, string]> {
  const body = text.replace(/^(from|between|du|de|entre) /, "");
  for (const match of body.matchAll(/ ?\.\. ?| ?\/ ?| to | until | and | a | au | jusqu'a | et | - |-/g)) {
    const [left, right] = [body.slice(0, match.index), body.slice(match.index + match[0].length)];
    if (left !== "" && right !== "") yield [left, right.replace(/^le /, "")];
  }
}

interface Moment {
  start: number;
  /** Where a whole day ends; null for a moment. */
  end: number | null;
  /** Whether the text names a day. */
  dated: boolean;
}

/** @param from what it ends: a time without a day is on the same day */
function readMoment(text: string, context: ReadingContext, from: Moment | null): Moment | null {
  const { zone, now } = context;
  if (/^(now|maintenant)$/.test(text)) return { start: now, end: null, dated: true };
  const iso = /^\d{4}-\d\d-\d\dt\d\d:\d\d(:\d\d(\.\d{1,9})?)?(z|[+-]\d\d:?\d\d)$/.exec(text);
  if (iso) {
    const start = Date.parse(text.toUpperCase().replace(/(\.\d{3})\d+/, "$1"));
    return Number.isNaN(start) ? null : { start, end: null, dated: true };
  }
  const day = readDay(text, context);
  const rest = (day ? day.rest : text).replace(/^(at |a |t|, ?)/, "").trim();
  const date = day?.date ?? wallTimeAt(from?.start ?? now, zone);
  const midnight = { ...date, hour: 0, minute: 0, second: 0, millisecond: 0 };
  if (day && rest === "") {
    const start = instantOf(midnight, zone);
    return { start, end: instantOf({ ...midnight, day: midnight.day + 1 }, zone), dated: true };
  }
  const time = readTime(rest);
  return time && { start: instantOf({ ...midnight, ...time }, zone), end: null, dated: day !== null };
}

type Day = { year: number; month: number; day: number };

const WORDS: readonly (readonly [RegExp, number])[] = [
  [/^(today|aujourd'hui)\b/, 0],
  [/^(yesterday|hier)\b/, -1],
  [/^(the day before yesterday|avant-hier)\b/, -2],
];

function readDay(text: string, { now, zone }: ReadingContext): { date: Day; rest: string } | null {
  for (const [word, days] of WORDS) {
    const match = word.exec(text);
    if (!match) continue;
    const date = wallTimeAt(startOfDay(now, zone, days), zone);
    return { date, rest: text.slice(match[0].length).trim() };
  }
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?=$|[ t,])/.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  const real = new Date(Date.UTC(year, month - 1, day));
  if (real.getUTCMonth() !== month - 1 || real.getUTCDate() !== day) return null;
  return { date: { year, month, day }, rest: text.slice(match[0].length).trim() };
}

/** “14:00”, “14:00:05.250”, “14h”, “14h30”, “2pm”, “2:30 pm”. */
function readTime(text: string) {
  const match = /^(\d{1,2})(?:(?::|h ?)(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?|h)? ?(am|pm)?$/.exec(text);
  if (!match || (!/[:h]/.test(text) && !match[5])) return null;
  let hour = Number(match[1]);
  if (match[5]) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (match[5] === "pm" ? 12 : 0);
  }
  const [minute, second] = [Number(match[2] ?? 0), Number(match[3] ?? 0)];
  const millisecond = Number((match[4] ?? "0").padEnd(3, "0"));
  const midnight = hour === 24 && minute === 0 && second === 0;
  return (hour < 24 || midnight) && minute < 60 && second < 60 ? { hour, minute, second, millisecond } : null;
}

/** The same time of day, a day later or earlier: not always 24 hours. */
function onNextDay(instant: number, { zone }: ReadingContext, days = 1): number {
  const wall = wallTimeAt(instant, zone);
  return instantOf({ ...wall, day: wall.day + days }, zone);
}
