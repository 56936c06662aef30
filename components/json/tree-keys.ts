import type { JsonIndex } from "./index-json";
import { type Folding, isOpen, lineOf, type TreeLines } from "./tree-lines";

/** What a key does in a tree: to a line, over with a value, or something with the value it stands on. */
export type TreeMove =
  | { to: number }
  | { turn: number }
  | { act: "filter" | "openAll" | "copyValue" | "copyPath" };

const PAGE = 20;

/** The keys of a tree as WAI-ARIA has them, and `c`, `p`, `*`. Null for a key that means nothing here. */
export function moveOf(
  key: string,
  at: { index: JsonIndex; lines: TreeLines; folding: Folding; value: number },
): TreeMove | null {
  const { index, lines, folding, value } = at;
  const line = lineOf(lines, value);
  const foldable = index.members[value]! > 0;
  const open = isOpen(index, value, lines.depths[line]!, folding);
  switch (key) {
    case "ArrowDown":
      return { to: line + 1 };
    case "ArrowUp":
      return { to: line - 1 };
    case "PageDown":
      return { to: line + PAGE };
    case "PageUp":
      return { to: line - PAGE };
    case "Home":
      return { to: 0 };
    case "End":
      return { to: lines.count - 1 };
    case "ArrowRight":
      return foldable && !open ? { turn: value } : { to: foldable ? line + 1 : line };
    case "ArrowLeft":
      return open ? { turn: value } : { to: lineOf(lines, Math.max(0, index.parent[value]!)) };
    case "Enter":
      return foldable ? { turn: value } : { act: "filter" };
    case "*":
      return { act: "openAll" };
    case "c":
      return { act: "copyValue" };
    case "p":
      return { act: "copyPath" };
    default:
      return null;
  }
}
