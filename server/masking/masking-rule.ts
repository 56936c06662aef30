import type { Part } from "@/server/access/scope";
import { matchesName as matchesPlaceName } from "@/server/access/scope";
import { type NamePattern, readNamePattern } from "./field-names";
import { type PathStep, readPath } from "./json-path";

/** A rule as somebody wrote it. */
export interface MaskingRule extends Part {
  readonly id: string;
  /** `name`: fields of that name at any depth, in bodies, headers and properties; `path`: one place in a JSON body. */
  readonly by: "name" | "path";
  readonly pattern: string;
  /** `show`: not masked here, whatever less specific rules say. */
  readonly effect: "mask" | "show";
}

/** A rule, its pattern read. */
export interface ReadRule {
  readonly rule: MaskingRule;
  readonly name: NamePattern | null;
  readonly path: readonly PathStep[] | null;
  /** Greater is more specific: first where it applies, then what it names; of two equal ones the one that masks counts. */
  readonly rank: number;
}

/** Reads the pattern of a rule; null when it is none. */
export function readRule(rule: MaskingRule): ReadRule | null {
  const name = rule.by === "name" ? readNamePattern(rule.pattern) : null;
  const path = rule.by === "path" ? readPath(rule.pattern) : null;
  if (!name && !path) return null;
  const field = path ? (path.includes(null) ? 2 : 3) : name!.before || name!.after ? 0 : 1;
  const exchange = rule.exchanges === null ? 0 : rule.exchanges.includes("*") ? 1 : 2;
  const place = exchange * 2 + (rule.vhost === null ? 0 : 1);
  return { rule, name, path, rank: place * 8 + field * 2 + (rule.effect === "mask" ? 1 : 0) };
}

/** Whether a rule applies to messages that were published there. */
export function appliesTo({ vhost, exchanges }: Part, place: { vhost: string; exchange: string }): boolean {
  return (
    (vhost === null || vhost === place.vhost) &&
    (exchanges === null || matchesPlaceName(exchanges, place.exchange))
  );
}
