import { mermaidLabel, mermaidText } from "./mermaid-text";
import { byCodeUnits } from "./topology-graph";

/** A graph as it will be drawn: what its names and labels say is text already (mermaid-text.ts). Pure. */
export interface DrawnGraph {
  nodes: DrawnNode[];
  edges: DrawnEdge[];
  /** What is said beside it: how much was left out. */
  notes: string[];
}

export interface DrawnNode {
  /** Tells nodes apart; never written. */
  key: string;
  lines: string[];
  shape: "box" | "round" | "point";
}

export interface DrawnEdge {
  from: string;
  to: string;
  lines: string[];
  dotted: boolean;
  /** Something died on it. */
  bad: boolean;
}

/** Mermaid refuses more than 500 edges or 50,000 characters where it is not told otherwise, as on code hosts. */
const MOST_TEXT = 45_000;

/**
 * The text of a Mermaid flowchart. Ids are numbers in the order of the nodes. Where it would be too long for Mermaid, the
 * labels of the last edges are left out, and where even that does not help, the edges.
 */
export function graphText(direction: "LR" | "TB", { nodes, edges, notes }: DrawnGraph): string {
  const ids = new Map(nodes.map(({ key }, index) => [key, `n${index}`]));
  const lines = [`flowchart ${direction}`];
  for (const { key, lines: label, shape } of nodes) lines.push(`  ${ids.get(key)}${shaped(label, shape)}`);
  let left = MOST_TEXT - lines.join("\n").length;
  const bad: number[] = [];
  let drawn = 0;
  for (const { from, to, lines: label, dotted, bad: died } of edges) {
    const arrow = dotted ? "-.->" : "-->";
    const plain = `  ${ids.get(from)} ${arrow} ${ids.get(to)}`;
    const labelled = `  ${ids.get(from)} ${arrow}${label.length > 0 ? `|${mermaidLabel(label)}|` : ""} ${ids.get(to)}`;
    const line = labelled.length < left ? labelled : plain;
    if (line.length >= left) break;
    left -= line.length + 1;
    lines.push(line);
    if (died) bad.push(drawn);
    drawn++;
  }
  if (notes.length > 0)
    lines.push(`  left[${mermaidLabel(notes)}]:::left`, "  classDef left stroke-dasharray: 4 3");
  if (bad.length > 0) lines.push(`  linkStyle ${bad.join(",")} stroke:#d9480f,stroke-width:2px`);
  return `${lines.join("\n")}\n`;
}

function shaped(lines: readonly string[], shape: DrawnNode["shape"]): string {
  const label = mermaidLabel(lines);
  return shape === "round" ? `([${label}])` : shape === "point" ? `((${label}))` : `[${label}]`;
}

/** A name as a label; one of spaces is written in quotes, so that something is there. */
export function nameText(name: string): string {
  return name.trim() === "" ? mermaidText(JSON.stringify(name)) : mermaidText(name);
}

/** The most of them by `weight`, those of the same weight by name; then in the order of their names. */
export function mostOf<Item>(
  items: readonly Item[],
  most: number,
  weight: (item: Item) => number,
  name: (item: Item) => string,
): Item[] {
  const byName = (a: Item, b: Item) => byCodeUnits(name(a), name(b));
  return [...items]
    .sort((a, b) => weight(b) - weight(a) || byName(a, b))
    .slice(0, most)
    .sort(byName);
}
