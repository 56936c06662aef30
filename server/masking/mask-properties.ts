import type { DecodedProperties } from "@/server/broker/decode-properties";
import type { Judge } from "./judge";
import { maskHeaders } from "./mask-headers";
import { maskText } from "./mask-text";
import { MASK } from "./mask-tokens";

/** The AMQP properties with values masked, headers among them. A number that a rule names is left out. */
export function maskProperties(
  properties: DecodedProperties,
  judge: Judge,
): { properties: DecodedProperties; count: number } {
  const { headers, ...own } = properties;
  const table = headers && maskHeaders(headers, judge);
  let count = table?.count ?? 0;
  const masked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(own)) {
    const { own: rule, byDefault } = judge.field(name);
    const named = rule ? rule.rule.effect === "mask" : byDefault;
    if (named) {
      count++;
      if (typeof value === "string") masked[name] = MASK;
    } else if (typeof value === "string" && rule === null) {
      masked[name] = maskText(value, judge);
      if (masked[name] !== value) count++;
    } else masked[name] = value;
  }
  return { properties: { ...masked, ...(table ? { headers: table.entries } : {}) }, count };
}
