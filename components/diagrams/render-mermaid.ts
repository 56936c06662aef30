import { withPolicyStyles } from "./style-attributes";
import { themeOf } from "./theme";

/** A drawn diagram, as a file of its own: it needs nothing of the page. */
export interface DrawnDiagram {
  svg: string;
  /** In CSS pixels. */
  width: number;
  height: number;
}

/** An image cannot use the page's web fonts, and text must be as wide in it as it was measured. */
const FONT = "ui-sans-serif, system-ui, sans-serif";

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
  const { default: mermaid } = await import("mermaid");
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
    themeVariables: themeOf(document.documentElement),
    fontFamily: FONT,
    deterministicIds: true,
  });
  drawings += 1;
  const id = `diagram-${drawings}`;
  // Measured where nobody sees it, and kept from moving what people see.
  const place = document.createElement("div");
  place.className = "pointer-events-none fixed start-0 top-0 -z-50 h-0 w-0 overflow-hidden opacity-0";
  place.setAttribute("aria-hidden", "true");
  document.body.append(place);
  try {
    const { svg } = await withPolicyStyles(() => mermaid.render(id, source, place));
    return standalone(svg);
  } finally {
    place.remove();
  }
}

/** The drawing with its size written down: what an image and a file need. */
function standalone(svg: string): DrawnDiagram {
  const root = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
  const box = root
    ?.getAttribute("viewBox")
    ?.split(/[\s,]+/)
    .map(Number);
  const [width, height] = [Math.ceil(box?.[2] ?? 0), Math.ceil(box?.[3] ?? 0)];
  if (!root || !width || !height) throw new Error("The diagram has no size.");
  root.setAttribute("width", String(width));
  root.setAttribute("height", String(height));
  root.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return { svg: new XMLSerializer().serializeToString(root), width, height };
}
