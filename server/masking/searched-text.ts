import { decodeProperties } from "@/server/broker/decode-properties";
import type { FieldEntry, FieldValue } from "@/server/broker/field-table";
import type { SearchableText } from "@/server/event-store/text-view";
import type { Judge } from "./judge";
import { maskBodyText } from "./mask-body";
import { maskHeaders } from "./mask-headers";
import { MASK } from "./mask-tokens";

/** The texts of a message in which somebody may search who sees it masked: the same as they are shown. */
export function searchedText({ rawProperties, text }: SearchableText, judge: Judge): string[] {
  const { contentType, headers = [] } = decodeProperties(rawProperties).properties;
  const body = text();
  const masked = body === null ? null : maskBodyText(body, contentType, judge);
  return [tableText(maskHeaders(headers, judge).entries), ...(masked ? [masked.text] : [])];
}

/** A header table written as PostgreSQL writes the one that everybody else searches. */
function tableText(entries: readonly FieldEntry[]): string {
  return `{${entries.map(({ name, value }) => `${JSON.stringify(name)}: ${valueText(value)}`).join(", ")}}`;
}

function valueText(value: FieldValue): string {
  switch (value.type) {
    case "table":
      return tableText(value.value);
    case "array":
      return `[${value.value.map(valueText).join(", ")}]`;
    case "masked":
      return JSON.stringify(MASK);
    default:
      return JSON.stringify(value.value);
  }
}
