import type { ReadableBody } from "@/server/event-store/readable-body";
import type { MessageBody } from "./detail-schemas";

/** Text sent to a page at once. Longer bodies are shown from their beginning and can be downloaded whole. */
const TEXT_BYTES = 12 << 20;
const HEAD_BYTES = 4096;

/** Describes a body for a person. `body` as it came, `readable` without its content encoding; both null when not kept. */
export function describeBody(body: Buffer | null, readable: ReadableBody | null): MessageBody {
  if (!body || !readable) {
    return {
      kept: false,
      format: "empty",
      text: null,
      truncated: false,
      decodedSize: 0,
      decoded: [],
      problem: null,
      head: "",
      masked: 0,
      withheld: null,
    };
  }
  const { bytes, decoded, problem } = readable;
  const truncated = bytes.length > TEXT_BYTES;
  const text = readText(bytes.subarray(0, TEXT_BYTES), truncated);
  return {
    kept: true,
    format:
      bytes.length === 0
        ? "empty"
        : text === null
          ? "binary"
          : looksLikeJson(text, truncated)
            ? "json"
            : "text",
    text,
    truncated,
    decodedSize: bytes.length,
    decoded,
    problem,
    head: body.subarray(0, HEAD_BYTES).toString("base64"),
    masked: 0,
    withheld: null,
  };
}

/** Null when the bytes are not UTF-8 text. A cut may go through a character: that one is left out. */
function readText(bytes: Buffer, cut: boolean): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: cut });
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

function looksLikeJson(text: string, truncated: boolean): boolean {
  if (truncated) return /^\s*[[{]/.test(text);
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
