import { DIAGRAM_WORDS, type DiagramWords } from "./diagram-words";
import { mostOf, nameText } from "./graph-text";
import { mermaidText } from "./mermaid-text";
import { countText } from "./numbers";
import { byCodeUnits } from "./topology-graph";

/** What was counted in the streams of an aggregate type. Names are hostile text. */
export interface StateFacts {
  /** How often `to` was the next event of a stream after `from`; null: a stream began with it. */
  transitions: readonly { from: string | null; to: string; count: number }[];
  /** How many streams have it as their last event. */
  ends: readonly { type: string; count: number }[];
  /** Events that came after one that the reader may not see: they are on no transition. */
  outside: number;
  /** How many of the newest events were counted, where that was not all. */
  newestOnly: number | null;
}

export const MOST_STATES = 50;
export const MOST_TRANSITIONS = 200;
const MOST_TEXT = 45_000;

/**
 * The event types of an aggregate type as the text of a Mermaid state diagram: a stream is in the state that its last event
 * says, and goes from one to the next, so often as each transition says. The rarest are left out where there are too many, and
 * the text says how many. The same facts give the same text, byte for byte.
 */
export function stateDiagram(facts: StateFacts, words: DiagramWords = DIAGRAM_WORDS.en): string {
  const all = typesOf(facts);
  const types = mostOf(
    all,
    MOST_STATES,
    ({ count }) => count,
    ({ type }) => type,
  );
  const ids = new Map(types.map(({ type }, index) => [type, `s${index}`]));
  const known = facts.transitions.filter(({ from, to }) => (from === null || ids.has(from)) && ids.has(to));
  const drawn = mostOf(
    known,
    MOST_TRANSITIONS,
    ({ count }) => count,
    ({ from, to }) => JSON.stringify([from, to]),
  );
  const lines = ["stateDiagram-v2", "  direction TB"];
  for (const { type } of types) lines.push(`  state "${nameText(type)}" as ${ids.get(type)}`);
  const ways = [
    ...drawn.map(({ from, to, count }) => ({
      from: from === null ? "[*]" : ids.get(from)!,
      to: ids.get(to)!,
      count,
    })),
    ...facts.ends
      .filter(({ type }) => ids.has(type))
      .sort((a, b) => byCodeUnits(a.type, b.type))
      .map(({ type, count }) => ({ from: ids.get(type)!, to: "[*]", count })),
  ];
  let left = MOST_TEXT - lines.join("\n").length;
  for (const { from, to, count } of ways) {
    const line = `  ${from} --> ${to} : ${countText(count, words)}`;
    left -= line.length + 1;
    if (left > 0) lines.push(line);
  }
  const [lessTypes, lessWays] = [all.length - types.length, facts.transitions.length - drawn.length];
  const notes = [
    ...(lessTypes > 0 ? [words.leftOutTypes(countText(lessTypes, words))] : []),
    ...(lessWays > 0 ? [words.leftOutWays(countText(lessWays, words))] : []),
    ...(facts.outside > 0 ? [words.outsideScope(countText(facts.outside, words))] : []),
    ...(facts.newestOnly === null ? [] : [words.newestOnly(countText(facts.newestOnly, words))]),
  ].map((note) => mermaidText(note));
  if (types.length === 0) lines.push(`  state "${mermaidText(words.nothing)}" as nothing`);
  if (notes.length > 0) lines.push(`  state "${notes.join("<br/>")}" as left`);
  return `${lines.join("\n")}\n`;
}

/** Each event type with how many events of it there are. */
function typesOf({ transitions, ends }: StateFacts): { type: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { from, to, count } of transitions) {
    counts.set(to, (counts.get(to) ?? 0) + count);
    if (from !== null && !counts.has(from)) counts.set(from, 0);
  }
  for (const { type } of ends) if (!counts.has(type)) counts.set(type, 0);
  return [...counts].map(([type, count]) => ({ type, count }));
}
