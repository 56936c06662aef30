/** What a drawing is made of. Everything else is left out: scripts, links, images, HTML. */
const ELEMENTS = new Set([
  ...["svg", "g", "defs", "marker", "style", "title", "desc", "text", "tspan", "path", "rect", "circle"],
  ...[
    "ellipse",
    "line",
    "polygon",
    "polyline",
    "clipPath",
    "linearGradient",
    "radialGradient",
    "stop",
    "symbol",
  ],
]);
const SVG = "http://www.w3.org/2000/svg";

/**
 * A copy of a drawing that can do nothing but be seen: also as a file that somebody opens in a browser. It works on the
 * tree, so nothing is parsed that could be understood in another way afterwards.
 */
export function cleanDrawing(svg: SVGSVGElement): SVGSVGElement {
  return copy(svg) as SVGSVGElement;
}

function copy(node: Element): Element | null {
  if (!ELEMENTS.has(node.localName)) return null;
  const clean = document.createElementNS(SVG, node.localName);
  for (const { name, value } of node.attributes) {
    if (name === "style") (clean as SVGElement).style.cssText = value;
    else if (isHarmless(name, value)) clean.setAttribute(name, value);
  }
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) clean.append(child.nodeValue ?? "");
    else if (child.nodeType === Node.ELEMENT_NODE) clean.append(copy(child as Element) ?? "");
  }
  if (node.localName === "text") readEntities(clean, node.closest(".edgeLabel, .edgeLabels") !== null);
  return clean;
}

/** No handler, no address but a place in the drawing itself. */
function isHarmless(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  if (lower.startsWith("on") || lower.startsWith("xmlns") || lower.includes(":") || lower === "href")
    return false;
  if (lower === "nonce") return false;
  return !/url\s*\(\s*["']?(?!#)/i.test(value);
}

/**
 * Mermaid carries entities through its grammar as signs of its own, and leaves them so in some texts; in the labels of
 * edges it leaves them as `&#35;`, broken between lines where a label is long. They are read here, once.
 */
function readEntities(text: Element, inEdge: boolean): void {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let before: Text | null = null;
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    if (inEdge && before) mend(before, node);
    before = node;
  }
  walker.currentNode = text;
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    node.data = node.data.replace(inEdge ? /(?:&#|ﬂ°°)(\d+)(?:;|¶ß)/g : /ﬂ°°(\d+)¶ß/g, (_, code) =>
      String.fromCodePoint(Number(code)),
    );
  }
}

/** Brings the rest of an entity, at the beginning of a line, to its beginning at the end of the line before. */
function mend(before: Text, after: Text): void {
  const begun = /&(?:#\d*)?$/.exec(before.data);
  const rest = begun && /^#?\d*;/.exec(after.data);
  if (!begun || !rest || !/^&#\d+;$/.test(begun[0] + rest[0])) return;
  before.data += rest[0];
  after.data = after.data.slice(rest[0].length);
}
