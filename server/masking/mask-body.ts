import type { MessageBody } from "@/server/audit/detail-schemas";
import type { Judge } from "./judge";
import { maskForm } from "./mask-form";
import { maskJson } from "./mask-json";
import type { WithheldReason } from "./withheld";

const HEAD_BYTES = 4096;
/** A longer text takes seconds, where its producer means harm. */
const MOST_MASKED = 4 << 20;

/** A text as somebody may see it who sees this place masked, or why it cannot be shown at all. */
export function maskBodyText(
  text: string,
  contentType: string | undefined,
  judge: Judge,
): { text: string; count: number } | null {
  if (judge.idle) return { text, count: 0 };
  // A text alone in a body is prose, even with quotes around it.
  if (/^\s*"/.test(text)) return null;
  const isForm = contentType?.toLowerCase().includes("x-www-form-urlencoded") ?? false;
  return maskJson(text, judge) ?? (isForm ? maskForm(text, judge) : null);
}

/** A body with its values masked, or withheld. The first bytes are those of the masked text: the original ones are not shown. */
export function maskBody(body: MessageBody, contentType: string | undefined, judge: Judge): MessageBody {
  if (!body.kept || body.format === "empty" || judge.idle) return body;
  if (body.text === null) return withheld(body, "binary");
  if (body.truncated || body.text.length > MOST_MASKED) return withheld(body, "too_large");
  const masked = maskBodyText(body.text, contentType, judge);
  if (!masked) return withheld(body, "text");
  const head = Buffer.from(masked.text.slice(0, HEAD_BYTES)).subarray(0, HEAD_BYTES).toString("base64");
  return { ...body, text: masked.text, masked: masked.count, head };
}

function withheld(body: MessageBody, reason: WithheldReason): MessageBody {
  return { ...body, text: null, head: "", withheld: reason };
}
