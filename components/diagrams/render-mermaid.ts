import { cleanDrawing } from "./clean-drawing";
import { withPolicyStyles } from "./style-attributes";
import { themeOf } from "./theme";

/** A drawn diagram, as a file of its own: it needs nothing of the page. */
export interface DrawnDiagram {
  svg: string;
  /** In CSS pixels. */
  width: number;
  height: number;
  /** Where it begins, as a share of its width: the middle of its topmost node. 0 where there are no nodes. */
  beginsAt: number;
}

/** Lines run under words, not through them. */
const crossed = (ground: string) =>
  `.messageText { paint-order: stroke; stroke: ${ground} !important; stroke-width: 5px; }
  .edgeLabel rect, .edgeLabel .background { opacity: 1 !important; }`;

/** An image cannot use the page's web fonts, and text must be as wide in it as it was measured. */
const FONT = "ui-sans-serif, system-ui, sans-serif";

/** Begins to load Mermaid, where a diagram is sure to be drawn. A failure is told by the drawing. */
export function expectMermaid(): void {
  load().catch(() => {});
}

const load = () => import("mermaid");

let turn: Promise<unknown> = Promise.resolve();
let drawings = 0;

/**
 * Draws Mermaid text. Mermaid is loaded when the first diagram is, and draws one after the other, because its settings
 * are global. A directive in the text can change none of them that matters.
 * @throws Error with Mermaid's words when it cannot read the text.
 */
export function renderMermaid(source: string): Promise<DrawnDiagram> {
  const drawn = turn.then(() => draw(source));
  turn = drawn.catch(() => {});
  return drawn;
}

async function draw(source: string): Promise<DrawnDiagram> {
  const { default: mermaid } = await load();
  const theme = themeOf(document.documentElement);
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    suppressErrorRendering: true,
    secure: [
      ...["secure", "securityLevel", "startOnLoad", "suppressErrorRendering", "maxTextSize", "maxEdges"],
      ...["layout", "look", "htmlLabels", "flowchart", "sequence", "theme", "themeCSS", "themeVariables"],
      ...["fontFamily", "altFontFamily", "dompurifyConfig", "elk", "logLevel", "deterministicIds"],
    ],
    maxEdges: 5_000,
    maxTextSize: 2_000_000,
    // Text as SVG text: HTML in a picture could not be made a PNG.
    htmlLabels: false,
    flowchart: {
      htmlLabels: false,
      useMaxWidth: false,
      wrappingWidth: 320,
      nodeSpacing: 24,
      rankSpacing: 56,
    },
    sequence: { useMaxWidth: false },
    layout: "dagre",
    theme: "base",
    themeVariables: theme,
    themeCSS: crossed(String(theme.background)),
    fontFamily: FONT,
    deterministicIds: true,
  });
  drawings += 1;
  const id = `diagram-${drawings}`;
  // Measured where nobody sees it, and kept from moving what people see.
  const place = document.createElement("div");
  place.className = "pointer-events-none fixed start-0 top-0 -z-50 h-0 w-0 overflow-hidden opacity-0";
  place.setAttribute("aria-hidden", "true");
  const taken = takeDrawing(place);
  document.body.append(place);
  try {
    await withPolicyStyles(() => mermaid.render(id, source, place));
    const drawn = taken();
    if (!drawn) throw new Error("Mermaid has drawn nothing.");
    return drawn;
  } finally {
    place.remove();
  }
}

/**
 * Takes the finished drawing as a tree. Mermaid reads its own drawing as text and lets a sanitiser parse it, and the
 * policy refuses the styles in whatever is parsed: so it reads nothing, and the tree is cleaned instead.
 */
function takeDrawing(place: HTMLElement): () => DrawnDiagram | null {
  let drawn: DrawnDiagram | null = null;
  place.appendChild = <T extends Node>(child: T): T => {
    Node.prototype.appendChild.call(place, child);
    Object.defineProperty(child, "innerHTML", {
      get: () => {
        const svg = place.querySelector("svg");
        if (svg) drawn = standalone(svg);
        return "";
      },
    });
    return child;
  };
  return () => drawn;
}

/** The drawing with its size written down: what an image and a file need. */
function standalone(svg: SVGSVGElement): DrawnDiagram {
  const root = cleanDrawing(svg);
  const box = root
    .getAttribute("viewBox")
    ?.split(/[\s,]+/)
    .map(Number);
  const [width, height] = [Math.ceil(box?.[2] ?? 0), Math.ceil(box?.[3] ?? 0)];
  if (!width || !height) throw new Error("The diagram has no size.");
  root.setAttribute("width", String(width));
  root.setAttribute("height", String(height));
  return {
    svg: new XMLSerializer().serializeToString(root),
    width,
    height,
    beginsAt: (topmost(root) - (box?.[0] ?? 0)) / width,
  };
}

/** The middle of the topmost node, from left to right. */
function topmost(root: SVGSVGElement): number {
  let [x, least] = [0, Number.POSITIVE_INFINITY];
  for (const node of root.querySelectorAll("g.node[transform]")) {
    const at = /translate\(\s*(-?[\d.]+)[\s,]+(-?[\d.]+)/.exec(node.getAttribute("transform") ?? "");
    if (at && Number(at[2]) < least) [x, least] = [Number(at[1]), Number(at[2])];
  }
  return x;
}
