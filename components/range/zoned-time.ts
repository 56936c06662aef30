/** Wall-clock time in a zone, and back. Pure; the zone is an IANA name that this runtime knows. */

export interface WallTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "gregory",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  return format;
}

/** What a clock in the zone shows at an instant (milliseconds since 1970). */
export function wallTimeAt(instant: number, zone: string): WallTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;
  const { year, month, day, hour, minute, second } = parts;
  return { year, month, day, hour, minute, second, millisecond: ((instant % 1000) + 1000) % 1000 };
}

/**
 * The instant at which a clock in the zone shows this. Fields may run over (day 32, hour 24). A time that comes twice,
 * when clocks go back, is its first coming; one that is skipped, when they go forward, is as much later as was skipped.
 */
export function instantOf(wall: WallTime, zone: string): number {
  const asUtc = utcOf(wall);
  const before = offsetAt(asUtc - DAY, zone);
  const after = offsetAt(asUtc + DAY, zone);
  const meant = [asUtc - before, asUtc - after].filter(
    (instant) => utcOf(wallTimeAt(instant, zone)) === asUtc,
  );
  return meant.length > 0 ? Math.min(...meant) : asUtc - before;
}

/** Midnight of the day in which an instant lies, `days` later. */
export function startOfDay(instant: number, zone: string, days = 0): number {
  const { year, month, day } = wallTimeAt(instant, zone);
  return instantOf({ year, month, day: day + days, hour: 0, minute: 0, second: 0, millisecond: 0 }, zone);
}

const DAY = 86_400_000;

function offsetAt(instant: number, zone: string): number {
  return utcOf(wallTimeAt(instant, zone)) - instant;
}

function utcOf({ year, month, day, hour, minute, second, millisecond }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

/** A moment as an `<input type="datetime-local">` wants it, in the zone; empty for none. */
export function toLocalInput(moment: string | null, zone: string): string {
  if (moment === null) return "";
  const wall = wallTimeAt(Date.parse(moment), zone);
  const two = (value: number) => String(value).padStart(2, "0");
  const date = `${String(wall.year).padStart(4, "0")}-${two(wall.month)}-${two(wall.day)}`;
  return `${date}T${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}`;
}

/** What an `<input type="datetime-local">` holds, as a moment (ISO 8601); null when it is empty or no time. */
export function fromLocalInput(text: string, zone: string): string | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const millisecond = Number((match[7] ?? "0").padEnd(3, "0"));
  return new Date(instantOf({ year, month, day, hour, minute, second, millisecond }, zone)).toISOString();
}
