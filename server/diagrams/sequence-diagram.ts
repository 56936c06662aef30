import { DIAGRAM_WORDS, type DiagramWords } from "./diagram-words";
import { foldRepeats } from "./fold-repeats";
import { mermaidText } from "./mermaid-text";
import { countText, durationText } from "./numbers";
import { type Entry, type Lane, laneNamed, type SequenceFacts, sequenceOf } from "./sequence-entries";

export type { SequenceFacts } from "./sequence-entries";

/** So many messages and notes are drawn in one part, and so many services: more, nobody can read. */
export const MOST_LINES = 160;
export const MOST_LANES = 24;
/** Mermaid refuses texts over 50,000 characters where it is not told otherwise, as on code hosts. */
const MOST_TEXT = 40_000;
const LONGEST_NAME = 48;

export interface SequenceOptions {
  words?: DiagramWords;
  /** Which part of a long saga, from 1. One beyond the last is the last. */
  part?: number;
}

export interface SequenceDiagram {
  text: string;
  part: number;
  parts: number;
}

/**
 * A saga as the text of a Mermaid sequence diagram: services in the order in which they appear, an orchestrator first; an
 * event as an arrow to each service that reacted to it, with its type and the time since the saga began, dotted where that is
 * concluded; what died, was sent again or undoes something is marked. What comes again and again is told once, and a long
 * saga in parts. The same facts give the same text, byte for byte.
 */
export function sequenceDiagram(facts: SequenceFacts, options: SequenceOptions = {}): SequenceDiagram {
  const words = options.words ?? DIAGRAM_WORDS.en;
  const { lanes, entries } = sequenceOf(facts);
  const blocks = blocksOf(entries, words);
  const parts = partsOf(blocks);
  const part = Math.min(Math.max(1, Math.trunc(options.part ?? 1)), parts.length);
  const drawn = parts[part - 1]!;
  const last = part === parts.length;
  const waits = last ? waitLines(facts, words) : [];
  const named = lanesDrawn(lanes, drawn, waits);
  const id = (key: string) => named.ids.get(key) ?? named.others;
  const lines = ["sequenceDiagram"];
  for (const [key, lane] of lanes) {
    const own = named.ids.get(key);
    if (own !== undefined) lines.push(`  participant ${own} as ${laneText(lane, words)}`);
  }
  if (named.left > 0) {
    lines.push(
      `  participant ${named.others} as ${mermaidText(words.moreServices(countText(named.left, words)))}`,
    );
  }
  if (named.ids.size === 0) lines.push(`  participant p0 as ${mermaidText(words.nothing)}`);
  const over = (text: string) => `  Note over ${named.first}: ${text}`;
  if (parts.length > 1) lines.push(over(mermaidText(words.part(String(part), String(parts.length)))));
  lines.push(...drawn.flatMap((block) => block.lines(id)));
  lines.push(...waits.map((wait) => `  Note over ${id(wait.lane)}: ${wait.text}`));
  if (last && facts.hiddenSteps > 0)
    lines.push(over(mermaidText(words.hiddenSteps(countText(facts.hiddenSteps, words)))));
  if (last && facts.outsideScope > 0)
    lines.push(over(mermaidText(words.outsideScope(countText(facts.outsideScope, words)))));
  if (drawn.some((block) => block.dotted)) lines.push(over(mermaidText(words.dotted, 80)));
  return { text: `${lines.join("\n")}\n`, part, parts: parts.length };
}

function laneText({ producer, exchange }: Lane, words: DiagramWords): string {
  if (producer !== null) return visibleName(producer);
  return `${mermaidText(words.unknownService)}${exchange ? `<br/>${visibleName(exchange)}` : ""}`;
}

/** A participant needs a name that is more than spaces. */
function visibleName(name: string): string {
  return name.trim() === "" ? mermaidText(JSON.stringify(name)) : mermaidText(name, LONGEST_NAME);
}

/** Lines that stay together: a message, a note, a loop, or a compensation. */
interface Block {
  lanes: string[];
  /** Messages and notes in it. */
  size: number;
  dotted: boolean;
  lines(id: (lane: string) => string): string[];
}

const signOf = (entry: Entry): string => JSON.stringify({ ...entry, at: 0 });

function blocksOf(entries: readonly Entry[], words: DiagramWords): Block[] {
  return foldRepeats(entries, signOf).map(({ items, times }) => {
    const loop = items.length > 1 && times.length > 1;
    const lines = items.map((entry, index) => {
      const moments = times.map((time) => time[index]!.at);
      return (id: (lane: string) => string) => entryLine(entry, moments, words, loop, id);
    });
    return {
      lanes: items.flatMap((entry) => (entry.is === "note" ? [entry.lane] : [entry.from, entry.to])),
      size: items.length,
      dotted: items.some((entry) => entry.is === "message" && entry.inferred),
      lines: (id) => {
        const texts = lines.map((line) => line(id));
        if (loop) {
          const head = `  loop ${mermaidText(words.times(countText(times.length, words)))}`;
          return [head, ...texts.map((text) => `  ${text}`), "  end"];
        }
        const undoes = items[0]!.is === "message" && items[0]!.compensation !== null;
        // Translucent, so that it is seen on any ground.
        return undoes
          ? ["  rect rgba(139, 92, 246, 0.14)", ...texts.map((text) => `  ${text}`), "  end"]
          : texts;
      },
    };
  });
}

/** `moments`: each time that it came, milliseconds since the saga began. */
function entryLine(
  entry: Entry,
  moments: readonly number[],
  words: DiagramWords,
  loop: boolean,
  id: (lane: string) => string,
): string {
  const first = `+${durationText(moments[0]!, words)}`;
  const last = `+${durationText(moments.at(-1)!, words)}`;
  const when = moments.length === 1 || first === last ? first : `${first} … ${last}`;
  const often = moments.length > 1 && !loop ? ` ×${countText(moments.length, words)}` : "";
  const name = mermaidText(entry.type, LONGEST_NAME);
  if (entry.is === "note") {
    const what = entry.what === "deadLetter" ? words.deadLettered(entry.queue ?? "") : words[entry.what];
    const sign = entry.what === "deadLetter" || entry.what === "death" ? "✖" : "↻";
    const text = [`${sign} ${name}${often}`.trim(), mermaidText(what, 80), when].join("<br/>");
    return `  Note over ${id(entry.lane)}: ${text}`;
  }
  const arrow = entry.open ? "-)" : entry.inferred ? "-->>" : "->>";
  const undoes =
    entry.compensation === null
      ? ""
      : ` (${mermaidText(words.compensation)}${entry.compensation === "inferred" ? `, ${mermaidText(words.inferred)}` : ""})`;
  const text = `${undoes ? "↩ " : ""}${name}${often}${undoes}<br/>${when}`;
  return `  ${id(entry.from)}${arrow}${id(entry.to)}: ${text}`;
}

/** Whole blocks, as many as a part may have. */
function partsOf(blocks: readonly Block[]): Block[][] {
  const parts: Block[][] = [[]];
  let [size, text] = [0, 0];
  for (const block of blocks) {
    const length = block.lines(() => "p0000").join("\n").length;
    const part = parts.at(-1)!;
    if (part.length > 0 && (size + block.size > MOST_LINES || text + length > MOST_TEXT)) {
      parts.push([block]);
      [size, text] = [block.size, length];
    } else {
      part.push(block);
      size += block.size;
      text += length;
    }
  }
  return parts;
}

/** What it waits for, at the end of its last part. */
function waitLines({ saga }: SequenceFacts, words: DiagramWords): { lane: string; text: string }[] {
  const lines = saga.waitingFor.map(({ type, from, p50Ms }) => {
    const usually = p50Ms === null ? [] : [mermaidText(words.usually(durationText(p50Ms, words)))];
    const text = [`… ${mermaidText(words.waitsFor(type), 80)}`, ...usually].join("<br/>");
    return { lane: from === null ? "" : laneNamed(from), text };
  });
  return lines.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).slice(0, 8);
}

/** The lanes that a part needs, each with an id that says nothing of its name; those beyond the limit are one. */
function lanesDrawn(
  lanes: ReadonlyMap<string, Lane>,
  blocks: readonly Block[],
  waits: readonly { lane: string }[],
): { ids: Map<string, string>; others: string; left: number; first: string } {
  const needed = new Set([...blocks.flatMap((block) => block.lanes), ...waits.map((wait) => wait.lane)]);
  const wanted = [...lanes.keys()]
    .map((key, index) => ({ key, id: `p${index}` }))
    .filter(({ key }) => needed.has(key));
  const over = wanted.length > MOST_LANES;
  const shown = over ? wanted.slice(0, MOST_LANES - 1) : wanted;
  const ids = new Map(shown.map(({ key, id }) => [key, id]));
  const first = shown[0]?.id ?? "p0";
  return { ids, others: over ? "others" : first, left: wanted.length - shown.length, first };
}
