import { type Node, parseTree } from "jsonc-parser";
import { MOST_NESTING, nestsDeeper } from "@/server/envelopes/nesting";

/**
 * JSON as text: values are found and changed where they stand, and everything else stays as it was written: numbers of any
 * length, order, spaces. What is put in is JSON text too, so that no number is ever rounded.
 */

/** Where each value of a JSON text stands. */
export type JsonNode = Node;

/** @returns null where the text is not JSON, or nests deeper than a body may that is read */
export function readJson(text: string): JsonNode | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  if (nestsDeeper(Buffer.from(text), MOST_NESTING)) return null;
  return parseTree(text, [], { disallowComments: true }) ?? null;
}

/** A value as it stands in its text. */
export const sourceOf = (text: string, node: JsonNode): string =>
  text.slice(node.offset, node.offset + node.length);

/** A member of an object: its key, and its value. */
export interface Member {
  key: string;
  /** Key, colon and value. */
  whole: JsonNode;
  keyNode: JsonNode;
  value: JsonNode;
}

/** Members of an object in their order; a key may come twice. */
export function membersOf(node: JsonNode): Member[] {
  if (node.type !== "object") return [];
  return (node.children ?? []).map((whole) => {
    const [keyNode, value] = whole.children!;
    return { key: keyNode!.value as string, whole, keyNode: keyNode!, value: value! };
  });
}

/** Steps of a JSON pointer (RFC 6901); null where it is none. */
export function stepsOf(pointer: string): string[] | null {
  if (pointer === "") return [];
  if (!pointer.startsWith("/") || /~(?![01])/.test(pointer)) return null;
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The JSON pointer of some steps. */
export function pointerOf(steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The text with another one in place of a part of it. */
function splice(text: string, from: number, to: number, put: string): string {
  return text.slice(0, from) + put + text.slice(to);
}

const endOf = (node: JsonNode): number => node.offset + node.length;

export function replaceValue(text: string, node: JsonNode, json: string): string {
  return splice(text, node.offset, endOf(node), json);
}

export function renameKey(text: string, { keyNode }: Member, key: string): string {
  return splice(text, keyNode.offset, endOf(keyNode), JSON.stringify(key));
}

/** Puts a member at the end of an object (`key`) or array (null), written as the one before it is. */
export function append(text: string, parent: JsonNode, key: string | null, json: string): string {
  const last = parent.children?.at(-1);
  const colon =
    last?.colonOffset === undefined ? ":" : text.slice(last.colonOffset, last.children![1]!.offset);
  const written = key === null ? json : `${JSON.stringify(key)}${colon}${json}`;
  if (!last) return splice(text, parent.offset + 1, endOf(parent) - 1, written);
  const space = /[\s]*$/.exec(text.slice(parent.offset + 1, last.offset))![0];
  return splice(text, endOf(last), endOf(last), `,${space}${written}`);
}

/** Takes a member out of its object or array: a property node of an object, or a value of an array. */
export function removeMember(text: string, parent: JsonNode, member: JsonNode): string {
  const members = parent.children!;
  const at = members.indexOf(member);
  const next = members[at + 1];
  const previous = members[at - 1];
  if (next) return splice(text, member.offset, next.offset, "");
  if (previous) return splice(text, endOf(previous), endOf(member), "");
  return splice(text, parent.offset + 1, endOf(parent) - 1, "");
}
