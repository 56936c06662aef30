import { isObject, own } from "./json";

const DATE = /^\d{4}-\d\d-\d\d(?:$|[T ]\d\d:\d\d)/;
const ZONE = /(?:Z|z|[+-]\d\d:?\d\d|[+-]\d\d)$/;
const HOUR_ZONE = /[+-]\d\d$/;
const EPOCH = /^\d{9,19}(?:\.\d+)?$/;
const LONGEST = 40;

/**
 * A point in time from what producers write: ISO 8601 text, a number of seconds, milliseconds, microseconds or
 * nanoseconds since 1970, or an AMQP timestamp. Null for anything else and for years outside 1970 to 2200: Go's
 * zero time is the year 1. Zero is "not set". Text without a zone is UTC, so that one text is one time everywhere.
 */
export function readTime(value: unknown): Date | null {
  if (typeof value === "number") return fromEpoch(value);
  if (typeof value === "string") return fromText(value);
  if (isObject(value) && own(value, "!") === "timestamp") {
    const seconds = own(value, "value");
    return typeof seconds === "number" ? fromEpoch(seconds) : null;
  }
  return null;
}

function fromText(text: string): Date | null {
  if (text.length > LONGEST) return null;
  if (EPOCH.test(text)) return fromEpoch(Number(text));
  if (!DATE.test(text)) return null;
  if (text.charCodeAt(text.length - 1) === 90 && text.charCodeAt(10) === 84)
    return plausible(Date.parse(text));
  if (text.length === 10) return plausible(Date.parse(text));
  const iso = text.replace(" ", "T").replace("z", "Z");
  if (!ZONE.test(iso.slice(10))) return plausible(Date.parse(`${iso}Z`));
  return plausible(Date.parse(HOUR_ZONE.test(iso) ? `${iso}:00` : iso));
}

// Up to the year 2200 a count of seconds has ten digits; each finer unit has three more.
const LAST_SECOND = 7.3e9;

function fromEpoch(count: number): Date | null {
  if (!(count > 0)) return null;
  if (count < LAST_SECOND) return plausible(count * 1e3);
  if (count < LAST_SECOND * 1e3) return plausible(count);
  if (count < LAST_SECOND * 1e6) return plausible(count / 1e3);
  return plausible(count / 1e6);
}

const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2201, 0, 1) - 1;

function plausible(milliseconds: number): Date | null {
  return milliseconds >= EARLIEST && milliseconds <= LATEST ? new Date(Math.trunc(milliseconds)) : null;
}
