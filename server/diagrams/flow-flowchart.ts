import { DIAGRAM_WORDS, type DiagramWords } from "./diagram-words";
import { type DrawnEdge, type DrawnNode, graphText, mostOf, nameText } from "./graph-text";
import { mermaidText } from "./mermaid-text";
import { countText, durationText, shareText } from "./numbers";

/** What of a flow map is drawn: a FlowGraph (server/flows/flow.ts) is one. Names are hostile text. */
export interface FlowFacts {
  nodes: readonly { type: string; count: number; dead: number }[];
  /** Null: an event that the reader may not see. */
  edges: readonly {
    from: string | null;
    to: string | null;
    count: number;
    inferred: number;
    share: number;
    p95Ms: number | null;
    deadLetterRate: number;
  }[];
  starts: readonly { type: string; count: number }[];
  ends: readonly { type: string; count: number }[];
}

export interface FlowchartOptions {
  words?: DiagramWords;
  /** Event types and ways between them that are drawn at most, the most frequent first. */
  mostNodes?: number;
  mostEdges?: number;
}

export const MOST_TYPES = 60;
export const MOST_WAYS = 200;
const START = "start";
const END = "end";
const OUTSIDE = "outside";

/**
 * A flow map as the text of a Mermaid flowchart: event types with counts; ways between them with count, share, p95 and how
 * many died on it, dotted where nothing but the order speaks for it; where sagas begin and end. The rarest are left out where
 * there are too many, and the text says how many. The same graph gives the same text, byte for byte.
 */
export function flowFlowchart(flow: FlowFacts, options: FlowchartOptions = {}): string {
  const { words = DIAGRAM_WORDS.en, mostNodes = MOST_TYPES, mostEdges = MOST_WAYS } = options;
  const types = mostOf(
    flow.nodes,
    mostNodes,
    (node) => node.count,
    (node) => node.type,
  );
  const shown = new Set(types.map((node) => node.type));
  const starts = within(flow.starts, shown);
  const ends = within(flow.ends, shown);
  const isShown = (type: string | null) => type === null || shown.has(type);
  const between = flow.edges.filter(({ from, to }) => isShown(from) && isShown(to));
  const ways = mostOf(
    between,
    mostEdges,
    (edge) => edge.count,
    ({ from, to }) => JSON.stringify([from, to]),
  );
  const nodes: DrawnNode[] = types.map(({ type, count, dead }) => ({
    key: keyOf(type),
    lines: [nameText(type), `${countText(count, words)}${dead > 0 ? ` · ✖ ${countText(dead, words)}` : ""}`],
    shape: "box",
  }));
  const total = (list: readonly { count: number }[]) => list.reduce((sum, { count }) => sum + count, 0);
  const point = (key: string, word: string, list: readonly { count: number }[]): DrawnNode => ({
    key,
    lines: [mermaidText(word), countText(total(list), words)],
    shape: "round",
  });
  if (starts.length > 0) nodes.unshift(point(START, words.begins, starts));
  if (ends.length > 0) nodes.push(point(END, words.ends, ends));
  if (ways.some(({ from, to }) => from === null || to === null)) {
    nodes.push({ key: OUTSIDE, lines: [mermaidText(words.outside)], shape: "round" });
  }
  if (types.length === 0) nodes.push({ key: "", lines: [mermaidText(words.nothing)], shape: "round" });
  const plain = { dotted: false, bad: false };
  const edges: DrawnEdge[] = [
    ...starts.map(({ type, count }) => ({
      from: START,
      to: keyOf(type),
      lines: [countText(count, words)],
      ...plain,
    })),
    ...ways.map((edge) => ({
      from: keyOf(edge.from),
      to: keyOf(edge.to),
      lines: wayLines(edge, words),
      dotted: edge.inferred >= edge.count,
      bad: edge.deadLetterRate > 0,
    })),
    ...ends.map(({ type, count }) => ({
      from: keyOf(type),
      to: END,
      lines: [countText(count, words)],
      ...plain,
    })),
  ];
  const [lessTypes, lessWays] = [flow.nodes.length - types.length, flow.edges.length - ways.length];
  const notes = [
    ...(lessTypes > 0 ? [mermaidText(words.leftOutTypes(countText(lessTypes, words)))] : []),
    ...(lessWays > 0 ? [mermaidText(words.leftOutWays(countText(lessWays, words)))] : []),
  ];
  return graphText("TB", { nodes, edges, notes });
}

const keyOf = (type: string | null): string => (type === null ? OUTSIDE : `t:${type}`);

const within = (list: FlowFacts["starts"], shown: ReadonlySet<string>) =>
  mostOf(
    list.filter(({ type }) => shown.has(type)),
    MOST_TYPES,
    ({ count }) => count,
    ({ type }) => type,
  );

function wayLines(
  { count, share, p95Ms, deadLetterRate }: FlowFacts["edges"][number],
  words: DiagramWords,
): string[] {
  return [
    `${countText(count, words)} · ${shareText(share, words)}`,
    ...(p95Ms === null ? [] : [`p95 ${durationText(p95Ms, words)}`]),
    ...(deadLetterRate > 0 ? [`✖ ${mermaidText(words.deadRate(shareText(deadLetterRate, words)))}`] : []),
  ];
}
