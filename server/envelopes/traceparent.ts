const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-|$)/;
const ZERO = /^0+$/;
const LONGEST = 200;

/** Trace and span ids of a W3C `traceparent`, or null where it is not a valid one. */
export function readTraceparent(value: unknown): { traceId: string; spanId: string } | null {
  if (typeof value !== "string" || value.length > LONGEST) return null;
  const [, version, traceId, spanId] =
    TRACEPARENT.exec(value) ?? TRACEPARENT.exec(value.trim().toLowerCase()) ?? [];
  if (traceId === undefined || spanId === undefined || version === "ff") return null;
  return ZERO.test(traceId) || ZERO.test(spanId) ? null : { traceId, spanId };
}
