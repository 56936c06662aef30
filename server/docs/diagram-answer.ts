import { createHash } from "node:crypto";
import { API_HEADERS } from "@/server/http/problem";

/** Media type of a Mermaid diagram. */
export const MERMAID = "text/vnd.mermaid; charset=utf-8";
export const MARKDOWN = "text/markdown; charset=utf-8";

/**
 * A text whose reader may have it already: it is asked for again each time, and sent only where it has changed.
 * @param file name to save it under; without one it is shown
 */
export function textAnswer(request: Request, text: string, type: string, file?: string): Response {
  const tag = `"${createHash("sha256").update(type).update("\0").update(text).digest("base64url").slice(0, 32)}"`;
  const headers = {
    ...API_HEADERS,
    // What is answered depends on who asks.
    "Cache-Control": "private, no-cache",
    Vary: "Authorization, Cookie",
    ETag: tag,
  };
  if (isKnown(request.headers.get("if-none-match"), tag)) return new Response(null, { status: 304, headers });
  const response = new Response(text, { headers: { ...headers, "Content-Type": type } });
  if (file !== undefined) response.headers.set("Content-Disposition", `attachment; filename="${file}"`);
  return response;
}

/** Weak tags match too: the text is the same. */
function isKnown(given: string | null, tag: string): boolean {
  if (given === null) return false;
  return given.split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === tag);
}

/** A diagram as it is answered in a format. No name can end the block: backticks are written as entities. */
export function diagramAnswer(request: Request, text: string, format: "mermaid" | "markdown"): Response {
  return format === "mermaid"
    ? textAnswer(request, text, MERMAID)
    : textAnswer(request, fenced(text), MARKDOWN);
}

/** A diagram in a fenced block of Markdown. */
export function fenced(text: string): string {
  return `\`\`\`mermaid\n${text}\`\`\`\n`;
}
