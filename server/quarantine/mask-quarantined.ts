import type { Judge } from "@/server/masking/judge";
import { maskBody } from "@/server/masking/mask-body";
import { maskProperties } from "@/server/masking/mask-properties";
import { maskText } from "@/server/masking/mask-text";
import { MASK } from "@/server/masking/mask-tokens";
import { type Masker, maskRoutingKey } from "@/server/masking/masker";
import type { ImportOutcome, QuarantineDetail, QuarantineItem } from "./quarantine-schemas";

/** What was put aside, as a reader may see it. */
export function maskQuarantined(item: QuarantineItem, masker: Masker): QuarantineItem {
  const judge = masker.judgeOf(item);
  if (!judge) return item;
  return {
    ...item,
    routingKey: maskRoutingKey(item.routingKey, judge),
    reason: maskReason(item.reason, judge),
  };
}

/** The same, opened. */
export function maskQuarantineDetail(detail: QuarantineDetail, masker: Masker): QuarantineDetail {
  const judge = masker.judgeOf(detail.item);
  if (!judge) return detail;
  const { count, properties } = maskProperties(detail.properties, judge);
  return {
    ...detail,
    item: maskQuarantined(detail.item, masker),
    history: detail.history.map((attempt) => ({
      ...attempt,
      reason: attempt.reason && maskReason(attempt.reason, judge),
    })),
    properties,
    maskedFields: count,
    body: maskBody(detail.body, detail.properties.contentType, judge),
  };
}

/** Whether it, as it stands there, shows its reader something that others see masked. */
export function showsPersonal(detail: QuarantineDetail, masker: Masker): boolean {
  if (masker.judgeOf(detail.item)) return false;
  const { body, maskedFields } = maskQuarantineDetail(detail, masker.forNobody);
  return body.masked > 0 || body.withheld !== null || maskedFields > 0;
}

/** What became of an import: where it was published is not told, so it is masked as what is masked anywhere. */
export function maskOutcome(outcome: ImportOutcome, masker: Masker): ImportOutcome {
  const judge = masker.strictest;
  return judge && outcome.reason ? { ...outcome, reason: maskReason(outcome.reason, judge) } : outcome;
}

/** A database quotes the value that it refuses. */
function maskReason(reason: string, judge: Judge): string {
  return maskText(reason, judge).replace(/"[^"]*"/g, `"${MASK}"`);
}
