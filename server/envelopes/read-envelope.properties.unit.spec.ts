import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_REFERENCES } from "./conclude";
import type { EnvelopeMapping, IncomingMessage } from "./envelope";
import { readEnvelope } from "./read-envelope";
import { sanitiseHeaders } from "./sanitise-headers";
import { parseStreamId, streamId } from "./stream-id";

const hostileText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ maxLength: 600 }),
  fc.constantFrom(
    ..."__proto__ constructor toString \0 \uD800 \uDC00x order.created integration. command. CreateOrder .. v1 2024-01-15T10:30:00Z".split(
      " ",
    ),
  ),
);
const key = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ..."__proto__ constructor eventId eventType type id aggregateId aggregateType metadata payload data eventData timestamp occurredAt version correlationId causationId traceId spanId traceparent userId source producer orderId order_id OrderID items orderIds customer specversion command event created_at ce-id ce-type ce-source ce-specversion event-type __TypeId__".split(
        " ",
      ),
    ),
  },
  hostileText,
);
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    hostileText,
    fc.oneof(fc.double(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object"),
  ),
  object: fc.array(fc.tuple(key, tie("value")), { maxLength: 10 }).map((pairs) => Object.fromEntries(pairs)),
}));
const object = fc.array(fc.tuple(key, json), { maxLength: 12 }).map((pairs) => Object.fromEntries(pairs));
const body = fc.oneof(
  { weight: 5, arbitrary: object.map((value) => Buffer.from(JSON.stringify(value))) },
  json.map((value) => Buffer.from(JSON.stringify(value) ?? "")),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);
const properties = fc.record(
  {
    contentType: hostileText,
    contentEncoding: fc.oneof(
      fc.constantFrom("gzip", "deflate", "br", "zstd", "utf-8", "gzip, br"),
      hostileText,
    ),
    correlationId: hostileText,
    replyTo: hostileText,
    messageId: hostileText,
    timestamp: fc.double(),
    type: hostileText,
    userId: hostileText,
    appId: hostileText,
  },
  { requiredKeys: [] },
);
const message: fc.Arbitrary<IncomingMessage> = fc.record({
  exchange: hostileText,
  routingKey: hostileText,
  properties,
  headers: object,
  body,
});
const path = fc.oneof(
  key,
  fc.tuple(fc.constantFrom("body", "headers", "properties"), key).map((parts) => parts.join(".")),
);
const field = fc.constantFrom(
  "eventId",
  "eventType",
  "kind",
  "aggregateId",
  "occurredAt",
  "actor",
  "declaredVersion",
);
const fields = fc.dictionary(field, path) as fc.Arbitrary<EnvelopeMapping["fields"]>;

/** Every text in a value, names included. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)]);
}

function expectStorable(value: unknown): void {
  for (const text of textsIn(value)) {
    if (text.includes("\0") || /\p{Cs}/u.test(text)) expect.fail(`not storable: ${JSON.stringify(text)}`);
  }
}

describe("any message", () => {
  it("is read or refused with a reason, without throwing, as storable and bounded values", () => {
    fc.assert(
      fc.property(message, fc.option(fields, { nil: undefined }), (given, mapped) => {
        const mapping = mapped && { exchange: given.exchange, fields: mapped };
        const reading = readEnvelope(given, mapping);
        expectStorable(reading);
        if (!reading.readable) return;
        const { envelope } = reading;
        for (const text of textsIn(envelope)) expect(text.length).toBeLessThanOrEqual(400);
        expect(envelope.eventType).not.toBe("");
        expect(envelope.references.length).toBeLessThanOrEqual(MOST_REFERENCES);
        const names = envelope.references.map(({ type, id }) => streamId(type, id));
        expect(new Set(names).size).toBe(names.length);
        if (envelope.occurredAt) {
          expect(envelope.occurredAt.getUTCFullYear()).toBeGreaterThanOrEqual(1970);
          expect(envelope.occurredAt.getUTCFullYear()).toBeLessThanOrEqual(2200);
        }
        if (envelope.declaredVersion !== null)
          expect(Number.isSafeInteger(envelope.declaredVersion)).toBe(true);
        for (const name of envelope.inferred) expect(envelope[name]).not.toBeNull();
        expect(new Set(envelope.inferred).size).toBe(envelope.inferred.length);
      }),
      { numRuns: 3_000 },
    );
  });

  it("is read the same way twice", () => {
    fc.assert(
      fc.property(message, (given) => {
        expect(readEnvelope(given)).toEqual(readEnvelope(given));
      }),
    );
  });

  it("leaves the message as it was", () => {
    fc.assert(
      fc.property(message, (given) => {
        const before = structuredClone(given);
        readEnvelope(given);
        expect({ ...given, body: new Uint8Array(given.body) }).toEqual({
          ...before,
          body: new Uint8Array(before.body),
        });
      }),
    );
  });
});

describe("any headers", () => {
  const amqp = fc.oneof(
    json,
    fc.bigInt(),
    fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
    fc.double().map((value) => ({ "!": "timestamp", value })),
  );
  const headers = fc.array(fc.tuple(key, amqp), { maxLength: 12 }).map((pairs) => Object.fromEntries(pairs));

  it("become JSON that can be stored, with every name kept", () => {
    fc.assert(
      fc.property(headers, (given) => {
        const view = sanitiseHeaders(given);
        expectStorable(view);
        expect(Object.keys(view)).toHaveLength(Object.keys(given).length);
        const written = JSON.stringify(view);
        expect(JSON.stringify(JSON.parse(written))).toBe(written);
      }),
    );
  });
});

describe("any stream name", () => {
  it("is found again in its stream id", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (type, id) => {
        expect(parseStreamId(streamId(type, id))).toEqual({ type, id });
      }),
    );
  });
});
