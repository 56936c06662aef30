import { ExactNumber } from "./parse-json";

/** One line of a drawn JSON tree. */
export interface TreeLine {
  /** Keys from the root, as JSON text: unique, and safe for any key. */
  path: string;
  depth: number;
  /** Key in the object above, index in the array above; null at the root. */
  name: string | null;
  /** Whether `name` is an index. */
  indexed: boolean;
  kind: "object" | "array" | "text" | "number" | "boolean" | "null";
  /** The value as text; of an object or array, how many members it has. */
  text: string;
  members: number;
  open: boolean;
}

/** Deeper levels cannot be opened: the stack and the screen end. */
const MAX_DEPTH = 200;
/** Members beyond this many in one object or array are not listed. */
export const MAX_MEMBERS = 20_000;

/** The lines that are to be seen, given which objects and arrays have been turned over (`toggled`) from how they begin. */
export function flatten(value: unknown, toggled: ReadonlySet<string>): TreeLine[] {
  const lines: TreeLine[] = [];
  const add = (name: string | null, indexed: boolean, inner: unknown, path: string, depth: number): void => {
    const { kind, text, members } = describe(inner);
    const openAtFirst = depth < 3 && members <= 100;
    const open = members > 0 && depth < MAX_DEPTH && toggled.has(path) !== openAtFirst;
    lines.push({ path, depth, name, indexed, kind, text, members, open });
    if (!open) return;
    if (Array.isArray(inner)) {
      for (let i = 0; i < Math.min(inner.length, MAX_MEMBERS); i++)
        add(String(i), true, inner[i], `${path}/${i}`, depth + 1);
      return;
    }
    let listed = 0;
    for (const [key, member] of Object.entries(inner as object)) {
      if (listed++ >= MAX_MEMBERS) break;
      add(key, false, member, `${path}/${JSON.stringify(key)}`, depth + 1);
    }
  };
  add(null, false, value, "", 0);
  return lines;
}

function describe(value: unknown): Pick<TreeLine, "kind" | "text" | "members"> {
  if (value === null || value === undefined) return { kind: "null", text: "null", members: 0 };
  if (value instanceof ExactNumber) return { kind: "number", text: value.source, members: 0 };
  if (Array.isArray(value)) return { kind: "array", text: "", members: value.length };
  if (typeof value === "object") return { kind: "object", text: "", members: Object.keys(value).length };
  if (typeof value === "string") return { kind: "text", text: value, members: 0 };
  return { kind: typeof value === "number" ? "number" : "boolean", text: String(value), members: 0 };
}
