import type { z } from "zod";
import type { Place, Scope } from "@/server/access/scope";
import { getMessage } from "@/server/audit/audit-queries";
import { describeBody } from "@/server/audit/describe-body";
import type { MessageBody } from "@/server/audit/detail-schemas";
import type { WebServices } from "@/server/web-services";
import { type Judge, judgeFor } from "./judge";
import { maskBody } from "./mask-body";
import { type RuleBook, UNMASKED } from "./masker";
import { maskerFor } from "./masker-for";
import { appliesTo, type ReadRule } from "./masking-rule";
import type { PreviewOutput, previewInput } from "./masking-schemas";
import { readChecked } from "./rule-store";

/** The place of a text that was pasted: nowhere in particular. */
const NOWHERE: Place = { vhost: "", exchange: "" };

/**
 * What a message looks like masked, with one rule more. A stored message is masked by the rules that are kept first: a rule
 * that would show something shows nothing in its preview, or whoever may write rules could read by them.
 * @throws SillageError NOT_FOUND, INVALID_INPUT
 */
export async function previewMasking(
  services: Pick<WebServices, "prisma" | "searchPool">,
  scope: Scope,
  { rule, of }: z.output<typeof previewInput>,
): Promise<PreviewOutput> {
  const { judges } = await maskerFor(services, []);
  const tried = rule ? readChecked({ id: "", ...rule }) : null;
  if ("text" in of) {
    const here = judges.book.rules.filter((kept) => appliesTo(kept.rule, NOWHERE));
    const added = tried && { ...tried, rule: { ...tried.rule, vhost: null, exchanges: null } };
    return preview(bodyOf(of.text), undefined, { ...judges.book, rules: here }, added, NOWHERE, false);
  }
  const { item, body, properties } = await getMessage(services.searchPool, scope, UNMASKED, of.id);
  return preview(body, properties.contentType, judges.book, tried, item.message, true);
}

function preview(
  body: MessageBody,
  contentType: string | undefined,
  book: RuleBook,
  added: ReadRule | null,
  place: Place,
  guarded: boolean,
): PreviewOutput {
  const judge = (rules: readonly ReadRule[]): Judge => judgeFor(rules, book.off, place);
  const before = maskBody(body, contentType, judge(book.rules));
  const with_ = judge(added ? [...book.rules, added] : book.rules);
  const after = maskBody(body, contentType, with_);
  const shown = guarded ? maskBody(before, contentType, with_) : after;
  return {
    text: before.withheld ? null : shown.text,
    masked: after.masked,
    withheld: after.withheld,
    changed: added && Math.abs(after.masked - before.masked),
    elsewhere: added !== null && !appliesTo(added.rule, place),
  };
}

function bodyOf(text: string): MessageBody {
  const bytes = Buffer.from(text);
  return describeBody(bytes, { bytes, decoded: [], problem: null });
}
