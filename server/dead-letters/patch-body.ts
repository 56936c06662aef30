import {
  append,
  type JsonNode,
  type Member,
  membersOf,
  readJson,
  removeMember,
  renameKey,
  replaceValue,
  stepsOf,
} from "./json-text";
import { DoesNotApply } from "./patch-refusal";
import type { BodyOperation } from "./patch-schemas";

/**
 * Carries out one operation on a JSON text. All that it does not name stays as it was written.
 * @throws DoesNotApply
 */
export function patchBody(text: string, operation: BodyOperation): string {
  const root = readJson(text);
  if (!root) throw new DoesNotApply("not_json");
  const steps = stepsOf(operation.path);
  if (!steps) throw new DoesNotApply("no_such_path", operation.path);
  if (steps.length === 0) {
    if (operation.op !== "set") throw new DoesNotApply("no_parent", operation.path);
    return replaceValue(text, root, operation.json);
  }
  const last = steps.pop()!;
  const parent = find(root, steps, operation.path);
  if (parent.type === "object") return inObject(text, parent, last, operation);
  if (parent.type === "array") return inArray(text, parent, last, operation);
  throw new DoesNotApply("no_parent", operation.path);
}

function inObject(text: string, parent: JsonNode, key: string, operation: BodyOperation): string {
  const member = memberOf(parent, key, operation.path);
  if (operation.op === "set") {
    return member
      ? replaceValue(text, member.value, operation.json)
      : append(text, parent, key, operation.json);
  }
  if (!member) throw new DoesNotApply("no_such_path", operation.path);
  if (operation.op === "remove") return removeMember(text, parent, member.whole);
  if (operation.to === key) return text;
  if (membersOf(parent).some((other) => other.key === operation.to)) {
    throw new DoesNotApply("name_taken", operation.path);
  }
  return renameKey(text, member, operation.to);
}

function inArray(text: string, parent: JsonNode, step: string, operation: BodyOperation): string {
  const { length } = parent.children ?? [];
  if (operation.op === "set" && (step === "-" || step === String(length))) {
    return append(text, parent, null, operation.json);
  }
  const value = elementOf(parent, step, operation.path);
  if (operation.op === "set") return replaceValue(text, value, operation.json);
  if (operation.op === "remove") return removeMember(text, parent, value);
  throw new DoesNotApply("no_parent", operation.path);
}

function find(root: JsonNode, steps: readonly string[], path: string): JsonNode {
  let node = root;
  for (const step of steps) {
    if (node.type === "array") node = elementOf(node, step, path);
    else {
      const member = memberOf(node, step, path);
      if (!member) throw new DoesNotApply("no_such_path", path);
      node = member.value;
    }
  }
  return node;
}

function memberOf(parent: JsonNode, key: string, path: string): Member | null {
  const found = membersOf(parent).filter((member) => member.key === key);
  if (found.length > 1) throw new DoesNotApply("twice", path);
  return found[0] ?? null;
}

function elementOf(parent: JsonNode, step: string, path: string): JsonNode {
  const element = /^(0|[1-9]\d{0,8})$/.test(step) ? parent.children?.[Number(step)] : undefined;
  if (!element) throw new DoesNotApply("no_such_path", path);
  return element;
}
