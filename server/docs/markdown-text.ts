/** Text that somebody else chose, made safe to stand in Markdown. Pure. */

const LONGEST = 200;
/** What can be seen and does nothing to the line. */
const SEEN = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/**
 * A name as code: nothing in it is Markdown, HTML, a link or a mention. What nobody can see is written out; a name that is too
 * long is cut.
 * @param cell it stands in a table, where a pipe ends a cell even within code
 */
export function code(name: string, cell = false): string {
  const characters = [...name];
  const cut = characters.length > LONGEST ? [...characters.slice(0, LONGEST - 1), "…"] : characters;
  const text = cut.map(visible).join("");
  if (text.trim() === "") return "`(empty)`";
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const room = longest > 0 || /^ | $/.test(text) ? " " : "";
  const span = `${fence}${room}${text}${room}${fence}`;
  return cell ? span.replaceAll("|", "\\|") : span;
}

function visible(character: string): string {
  if (SEEN.test(character)) return character;
  const hex = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  return `⟨U+${hex}⟩`;
}

/** A table; cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** JSON in a block. Valid JSON cannot begin a line with what ends one. */
export function jsonBlock(text: string): string {
  return `\`\`\`json\n${text}\n\`\`\``;
}
