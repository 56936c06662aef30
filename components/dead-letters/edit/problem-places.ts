import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { ShapeProblem } from "@/server/dead-letters/event-shape";

/** Where a problem is in the text: of what is missing, its parent. */
export interface PlacedProblem {
  from: number;
  to: number;
  problem: ShapeProblem;
}

/** Finds the places of problems, which are told by JSON pointers. What is found nowhere stands at the beginning. */
export function placesOf(text: string, problems: readonly ShapeProblem[]): PlacedProblem[] {
  if (problems.length === 0) return [];
  const root = parseTree(text);
  return problems.map((problem) => ({ ...(root ? rangeOf(root, problem) : NOWHERE), problem }));
}

const NOWHERE = { from: 0, to: 0 };

function rangeOf(root: Node, { path, problem }: ShapeProblem): { from: number; to: number } {
  const steps = path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const wanted = problem === "missing" ? steps.slice(0, -1) : steps;
  const node = find(root, wanted);
  if (!node) return NOWHERE;
  // Of objects and arrays the opening bracket alone: a mark over all of it says nothing.
  const length = node.type === "object" || node.type === "array" ? 1 : node.length;
  // With its key, where it has one.
  const from = node.parent?.type === "property" ? node.parent.offset : node.offset;
  return { from, to: node.offset + length };
}

function find(root: Node, steps: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const step of steps) {
    node = node && findNodeAtLocation(node, [node.type === "array" ? Number(step) : step]);
  }
  return node;
}
