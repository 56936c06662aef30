import { DEFAULTS, type MaskingDefault } from "../default-rules";
import { type Judge, judgeFor } from "../judge";
import { Judges, Masker } from "../masker";
import { type MaskingRule, type ReadRule, readRule } from "../masking-rule";

export const PLACE = { vhost: "/", exchange: "orders" };

/** A rule as a test needs it: `mask("note")`, `mask("$.a.b")`, `show("email", { exchanges: "crm.*" })`. */
const make =
  (effect: MaskingRule["effect"]) =>
  (pattern: string, place: Partial<MaskingRule> = {}): ReadRule =>
    readRule({
      id: pattern,
      by: pattern.startsWith("$") ? "path" : "name",
      pattern,
      effect,
      vhost: null,
      exchanges: null,
      ...place,
    })!;
export const mask = make("mask");
export const show = make("show");

const ALL_OFF: ReadonlySet<MaskingDefault> = new Set(DEFAULTS);

/** A judge of some rules, without the defaults. */
export const judgeOf = (rules: readonly ReadRule[], place = PLACE): Judge => judgeFor(rules, ALL_OFF, place);

/** A judge of the defaults alone. */
export const defaultJudge = (): Judge => judgeFor([], new Set(), PLACE);

/** The masker of somebody who sees nothing unmasked. */
export const maskerOf = (rules: readonly ReadRule[] = [], off: readonly MaskingDefault[] = []): Masker =>
  new Masker(new Judges({ rules, off: new Set(off) }), []);
