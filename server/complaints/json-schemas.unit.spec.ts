import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inRepo } from "@/server/launch/repo";
import { checkEvent } from "./check-event";
import { EVENT_TYPES } from "./complaint-events";
import { type JsonSchema, jsonSchemaOf, schemaFiles } from "./json-schemas";
import { breaksFor } from "./schema-compatibility";

const FOLDER = ["server", "complaints", "schemas"] as const;
const read = (...path: string[]) => readFileSync(inRepo(...FOLDER, ...path), "utf8");

describe("the schemas in schemas/", () => {
  it("are those that the code checks with: run `npm run event-schemas` after a change", () => {
    const files = schemaFiles();
    const there = readdirSync(inRepo(...FOLDER)).filter((name) => name.endsWith(".json"));
    expect(there.sort()).toEqual([...files.keys()].sort());
    for (const [name, text] of files) expect(JSON.parse(read(name))).toEqual(JSON.parse(text));
  });
});

describe("a reader that was built when a type was first published", () => {
  it.each(EVENT_TYPES)("can take %s as it is published now", (type) => {
    // What stands in schemas/first/ is never changed: it is what such a reader has.
    const first = JSON.parse(read("first", `${type}.json`)) as JsonSchema;
    expect(breaksFor(first, jsonSchemaOf(type))).toEqual([]);
  });

  const base: JsonSchema = {
    type: "object",
    properties: {
      id: { type: "string", maxLength: 20 },
      at: { type: "string", format: "date-time" },
      kind: { type: "string", enum: ["A", "B"] },
      note: { anyOf: [{ type: "string" }, { type: "null" }] },
      list: {
        type: "array",
        items: { type: "object", properties: { n: { type: "integer" } }, required: ["n"] },
      },
    },
    required: ["id", "kind"],
  };
  const changed = (change: (schema: typeof base & { properties: Record<string, JsonSchema> }) => void) => {
    const copy = structuredClone(base);
    change(copy as never);
    return breaksFor(base, copy);
  };

  it("takes a new field, fewer values, tighter bounds", () => {
    expect(changed((it) => Object.assign(it.properties, { extra: { type: "string" } }))).toEqual([]);
    expect(changed((it) => Object.assign(it.properties.kind!, { enum: ["A"] }))).toEqual([]);
    expect(changed((it) => Object.assign(it.properties.id!, { maxLength: 10 }))).toEqual([]);
    expect(changed((it) => Object.assign(it.properties, { note: { type: "string" } }))).toEqual([]);
    expect(changed((it) => Object.assign(it, { required: ["id", "kind", "at"] }))).toEqual([]);
  });

  it.each<[string, (it: { properties: Record<string, JsonSchema>; required: string[] }) => void, string]>([
    ["a field that is gone", (it) => delete it.properties.at, "at is gone"],
    ["one that may be missing", (it) => it.required.pop(), "kind may now be missing"],
    [
      "another type",
      (it) => Object.assign(it.properties.id!, { type: "integer" }),
      "id was string and is integer",
    ],
    ["a value more", (it) => (it.properties.kind!.enum as string[]).push("C"), 'kind may now be "C"'],
    ["any value", (it) => delete it.properties.kind!.enum, "kind was one of a few values and is any"],
    [
      "a longer text",
      (it) => Object.assign(it.properties.id!, { maxLength: 30 }),
      "id: maxLength was 20 and is 30",
    ],
    ["another format", (it) => delete it.properties.at!.format, "at was in the format date-time"],
    [
      "null where there was none",
      (it) => Object.assign(it.properties, { at: { anyOf: [it.properties.at!, { type: "null" }] } }),
      "at was string and is null",
    ],
    [
      "something else in a list",
      (it) => Object.assign(it.properties.list!.items as JsonSchema, { required: [] }),
      "list[].n may now be missing",
    ],
  ])("cannot take %s", (_, change, why) => {
    expect(changed((it) => change(it as never))).toContain(why);
  });
});

describe("an event", () => {
  const event = {
    eventId: "e-1",
    eventType: "COMPLAINT_CLOSED",
    aggregateId: "c-1",
    aggregateType: "Complaint",
    eventData: { complaintId: "c-1", closedBy: "agent-1", closedAt: "2026-11-21T12:00:00.000Z" },
    metadata: { timestamp: "2026-11-21T12:00:00.000Z", version: 4, correlationId: "r-1" },
  };

  it("that meets its schema is taken, with what a newer version may have added", () => {
    const newer = { ...event, more: 1, eventData: { ...event.eventData, more: 1 } };
    expect(checkEvent(newer)).toEqual(event);
  });

  it.each([
    ["an unknown type", { eventType: "COMPLAINT_EATEN" }, "eventType"],
    ["another aggregate", { aggregateType: "Order" }, "COMPLAINT_CLOSED belongs to a stream of Complaint"],
    ["a bad field", { eventData: { ...event.eventData, closedAt: "now" } }, "closedAt must be a time"],
    ["no data", { eventData: null }, "COMPLAINT_CLOSED does not meet its schema"],
    ["a bad envelope", { metadata: { ...event.metadata, version: 0 } }, "metadata.version"],
  ])("with %s is refused, and it is said why", (_, change, why) => {
    expect(() => checkEvent({ ...event, ...change })).toThrow(why);
  });
});
