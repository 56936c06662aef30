import { DIAGRAM_WORDS, type DiagramWords } from "./diagram-words";
import { graphText, mostOf, nameText } from "./graph-text";
import { mermaidText } from "./mermaid-text";
import { countText } from "./numbers";
import { byCodeUnits } from "./topology-graph";

/** Who publishes what, and who reacts to it. Names are hostile text; null is a service that nobody named. */
export interface ParticipantFacts {
  /** Events that each service published. */
  producers: readonly { producer: string | null; count: number }[];
  /** How often `to` published something right after an event of `from`. */
  reactions: readonly {
    from: string | null;
    to: string | null;
    type: string;
    count: number;
    /** Of them linked by order, because no causation said so. */
    inferred: number;
  }[];
  /** How many of the newest events were counted, where that was not all. */
  newestOnly: number | null;
}

export const MOST_SERVICES = 40;
export const MOST_PAIRS = 200;
/** Event types that stand on an arrow. */
const MOST_NAMES = 4;

/**
 * Services and the event types between them as the text of a Mermaid flowchart: an arrow says who reacted to what of somebody else, and
 * is dotted where nothing but the order speaks for it. The quietest are left out where there are too many, and the text says
 * how many. The same facts give the same text, byte for byte.
 */
export function participantsMap(facts: ParticipantFacts, words: DiagramWords = DIAGRAM_WORDS.en): string {
  const services = servicesOf(facts);
  const shown = mostOf(
    services,
    MOST_SERVICES,
    ({ count }) => count,
    ({ producer }) => keyOf(producer),
  );
  const keys = new Set(shown.map(({ producer }) => keyOf(producer)));
  const pairs = pairsOf(facts).filter(({ from, to }) => keys.has(from) && keys.has(to));
  const drawn = mostOf(
    pairs,
    MOST_PAIRS,
    ({ count }) => count,
    ({ from, to }) => JSON.stringify([from, to]),
  );
  const less = services.length - shown.length;
  const lessPairs = pairs.length - drawn.length;
  return graphText("LR", {
    nodes:
      shown.length === 0
        ? [{ key: "", lines: [mermaidText(words.nothing)], shape: "round" }]
        : shown.map(({ producer, count }) => ({
            key: keyOf(producer),
            lines: [
              producer === null ? mermaidText(words.unknownService) : nameText(producer),
              mermaidText(words.events(countText(count, words))),
            ],
            shape: "box",
          })),
    edges: drawn.map(({ from, to, types, inferred, count }) => ({
      from,
      to,
      lines: typeLines(types, words),
      dotted: inferred >= count,
      bad: false,
    })),
    notes: [
      ...(less > 0 ? [mermaidText(words.leftOutServices(countText(less, words)))] : []),
      ...(lessPairs > 0 ? [mermaidText(words.leftOutWays(countText(lessPairs, words)))] : []),
      ...(facts.newestOnly === null
        ? []
        : [mermaidText(words.newestOnly(countText(facts.newestOnly, words)))]),
    ],
  });
}

const keyOf = (producer: string | null): string => JSON.stringify(producer);

/** Every service that is named anywhere, with what it published. */
function servicesOf({
  producers,
  reactions,
}: ParticipantFacts): { producer: string | null; count: number }[] {
  const counts = new Map<string | null, number>();
  for (const { producer, count } of producers) counts.set(producer, (counts.get(producer) ?? 0) + count);
  for (const { from, to } of reactions) {
    for (const producer of [from, to]) if (!counts.has(producer)) counts.set(producer, 0);
  }
  return [...counts].map(([producer, count]) => ({ producer, count }));
}

interface Pair {
  from: string;
  to: string;
  count: number;
  inferred: number;
  types: Map<string, number>;
}

function pairsOf({ reactions }: ParticipantFacts): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { from, to, type, count, inferred } of reactions) {
    // What a service makes of its own events is its own affair.
    if (from === to) continue;
    const name = JSON.stringify([from, to]);
    const pair = pairs.get(name) ?? {
      from: keyOf(from),
      to: keyOf(to),
      count: 0,
      inferred: 0,
      types: new Map(),
    };
    pairs.set(name, pair);
    pair.count += count;
    pair.inferred += inferred;
    pair.types.set(type, (pair.types.get(type) ?? 0) + count);
  }
  return [...pairs.values()];
}

function typeLines(types: ReadonlyMap<string, number>, words: DiagramWords): string[] {
  const sorted = [...types].sort(([a, m], [b, n]) => n - m || byCodeUnits(a, b));
  const lines = sorted
    .slice(0, MOST_NAMES)
    .map(([type, count]) => `${nameText(type)} ×${countText(count, words)}`);
  const more = sorted.length - MOST_NAMES;
  return more > 0 ? [...lines, mermaidText(words.more(countText(more, words)))] : lines;
}
