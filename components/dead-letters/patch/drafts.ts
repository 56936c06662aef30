import type { PatchOperation } from "@/server/dead-letters/patch-schemas";
import { type WritableType, writtenValue } from "../edit/header-rows";
import { isJson } from "../edit/json-layout";

/** Operations of a patch while they are written. */

export const OPERATIONS = [
  "set",
  "remove",
  "rename",
  "set_header",
  "remove_header",
  "rename_header",
] as const satisfies readonly PatchOperation["op"][];
export type OperationName = (typeof OPERATIONS)[number];

export interface Draft {
  /** Tells drafts apart. */
  key: number;
  op: OperationName;
  /** JSON pointer, or name of the header. */
  at: string;
  /** JSON text, or the value of the header as text. */
  value: string;
  type: WritableType;
  to: string;
}

export const newDraft = (drafts: readonly Draft[]): Draft => ({
  key: Math.max(-1, ...drafts.map(({ key }) => key)) + 1,
  op: "set",
  at: "",
  value: "",
  type: "text",
  to: "",
});

export const isOfHeader = (op: OperationName): boolean => op.endsWith("_header");

/** What is wrong with a draft; null when nothing is. The server checks again. */
export function draftProblem({ op, at, value, type, to }: Draft): "path" | "json" | "name" | "value" | null {
  if (isOfHeader(op)) {
    if (at === "") return "name";
    if (op === "set_header" && writtenValue(type, value) === null) return "value";
  } else {
    if (at !== "" && (!at.startsWith("/") || /~(?![01])/.test(at))) return "path";
    if (op === "set" && !isJson(value)) return "json";
  }
  return op.startsWith("rename") && to === "" && isOfHeader(op) ? "name" : null;
}

/** The operation of a draft that nothing is wrong with. */
export function operationOf({ op, at, value, type, to }: Draft): PatchOperation {
  switch (op) {
    case "set":
      return { op, path: at, json: value };
    case "remove":
      return { op, path: at };
    case "rename":
      return { op, path: at, to };
    case "set_header":
      return { op, header: at, value: writtenValue(type, value)! };
    case "remove_header":
      return { op, header: at };
    case "rename_header":
      return { op, header: at, to };
  }
}
