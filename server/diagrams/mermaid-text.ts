/** Text that somebody else chose, made safe to stand in a Mermaid diagram. Pure. */

/** Longer names are cut: a diagram is read, not searched. The tables show names whole. */
const LONGEST = 60;

/** Characters that mean nothing to Mermaid, to HTML or to Markdown, so that they may stand as they are. */
const PLAIN = /^[\p{L}\p{N} .,/@]$/u;
/** Within a word these mean nothing either: at its edge they would be emphasis, a list or an arrow. */
const JOINS = /(?<=[\p{L}\p{N}])[-_](?=[\p{L}\p{N}])/gu;
/** Letters that combine, marks and symbols: drawn, but never raw. */
const DRAWN = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/**
 * A name as the text of a quoted label. Whatever could end the label, begin a directive, an entity, a tag, a link, an
 * icon or Markdown is written as a numeric entity of Mermaid (`#35;`); what nobody can see is written out: `⟨U+202E⟩`.
 */
export function mermaidText(name: string, longest = LONGEST): string {
  const characters = [...name];
  const shown = characters.length > longest ? [...characters.slice(0, longest - 1), "…"] : characters;
  const text = shown.join("");
  const joins = new Set([...text.matchAll(JOINS)].map(({ index }) => index));
  let at = 0;
  return shown
    .map((character) => {
      const escaped = joins.has(at) ? character : escapeOne(character);
      at += character.length;
      return escaped;
    })
    .join("");
}

/** Mermaid writes entities with these while it reads: a name must not look like one. */
const CARRIERS = "\uFB02\u00B6";

function escapeOne(character: string): string {
  if (PLAIN.test(character) && !CARRIERS.includes(character)) return character;
  const code = character.codePointAt(0)!;
  if (DRAWN.test(character) && !CARRIERS.includes(character)) return `#${code};`;
  const hex = code.toString(16).toUpperCase().padStart(4, "0");
  return `#10216;U#43;${hex}#10217;`;
}

/** A label between the quotes that Mermaid needs; its lines below each other. It takes no label with nothing in it. */
export function mermaidLabel(lines: readonly string[]): string {
  return `"${lines.join("<br/>") || " "}"`;
}
