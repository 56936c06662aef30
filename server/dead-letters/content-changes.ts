import { isDeepStrictEqual } from "node:util";
import type { FieldEntry, FieldValue } from "@/server/broker/field-table";
import type { ReadableContent } from "./content";
import { type JsonNode, membersOf, pointerOf, readJson, sourceOf } from "./json-text";

/** A value of a body before and after; null where there was or is none. Values as they are written in the JSON text. */
export interface BodyChange {
  /** JSON pointer; null: the body as a whole, which is not JSON before or after. */
  path: string | null;
  before: string | null;
  after: string | null;
}

export interface HeaderChange {
  name: string;
  before: FieldValue[];
  after: FieldValue[];
}

/** What is different between two contents. */
export interface ContentChanges {
  routingKey: { before: string; after: string } | null;
  headers: HeaderChange[];
  body: BodyChange[];
  /** The body says the same in other spaces and lines. */
  layoutOnly: boolean;
  /** Changes of the body beyond the first 200 are left out. */
  more: boolean;
}

const MOST_CHANGES = 200;
/** Characters of a value that are told. */
const LONGEST_VALUE = 2_000;

/** What is different, value by value: numbers as they are written, so that 1.10 is not 1.1. */
export function changesBetween(before: ReadableContent, after: ReadableContent): ContentChanges {
  const body = bodyChanges(before.text, after.text);
  return {
    routingKey:
      before.routingKey === after.routingKey ? null : { before: before.routingKey, after: after.routingKey },
    headers: headerChanges(before.headers, after.headers),
    body: body.slice(0, MOST_CHANGES).map(shortened),
    layoutOnly: body.length === 0 && before.text !== after.text,
    more: body.length > MOST_CHANGES,
  };
}

function headerChanges(before: readonly FieldEntry[], after: readonly FieldEntry[]): HeaderChange[] {
  const names = new Set([...before, ...after].map(({ name }) => name));
  const valuesOf = (entries: readonly FieldEntry[], name: string) =>
    entries.filter((entry) => entry.name === name).map(({ value }) => value);
  return [...names]
    .map((name) => ({ name, before: valuesOf(before, name), after: valuesOf(after, name) }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));
}

function bodyChanges(before: string | null, after: string | null): BodyChange[] {
  if (before === after) return [];
  const [old, now] = [before === null ? null : readJson(before), after === null ? null : readJson(after)];
  if (!old || !now || before === null || after === null) return [{ path: null, before, after }];
  const changes: BodyChange[] = [];
  compare({ text: before, node: old }, { text: after, node: now }, [], changes);
  return changes;
}

interface Value {
  text: string;
  node: JsonNode;
}

function compare(before: Value, after: Value, steps: readonly (string | number)[], into: BodyChange[]): void {
  if (into.length > MOST_CHANGES) return;
  const type = before.node.type;
  if (type === after.node.type && (type === "object" || type === "array")) {
    const [old, now] = [partsOf(before), partsOf(after)];
    if (old && now) {
      for (const step of new Set([...old.keys(), ...now.keys()])) {
        const [a, b] = [old.get(step), now.get(step)];
        if (a && b) compare(a, b, [...steps, step], into);
        else into.push(change([...steps, step], a, b));
      }
      return;
    }
  }
  if (written(before) !== written(after)) into.push(change(steps, before, after));
}

/** Members by key, or elements by place; null where a key comes twice: then only the whole can be compared. */
function partsOf({ text, node }: Value): Map<string | number, Value> | null {
  if (node.type === "array") {
    return new Map((node.children ?? []).map((child, place) => [place, { text, node: child }]));
  }
  const members = membersOf(node);
  const parts = new Map<string | number, Value>(
    members.map(({ key, value }) => [key, { text, node: value }]),
  );
  return parts.size === members.length ? parts : null;
}

const change = (steps: readonly (string | number)[], before?: Value, after?: Value): BodyChange => ({
  path: pointerOf(steps),
  before: before ? written(before) : null,
  after: after ? written(after) : null,
});

const written = ({ text, node }: Value): string => sourceOf(text, node);

function shortened({ path, before, after }: BodyChange): BodyChange {
  const cut = (text: string | null) =>
    text !== null && text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
  return { path, before: cut(before), after: cut(after) };
}
