import { DEFAULT_RULES, DEFAULTS, defaultsFor, type MaskingDefault } from "./default-rules";
import { looseNameOf, matchesName, nameOf } from "./field-names";
import type { PathStep } from "./json-path";
import { appliesTo, type ReadRule } from "./masking-rule";
import { type Evidence, evidenceOfField, evidenceOfHolder, isBareName } from "./person-names";
import type { Shape } from "./text-shapes";

/** What the rules say of a field by its name alone. */
export interface FieldJudgement {
  /** The most specific rule of one's own that names it. */
  own: ReadRule | null;
  /** Some default names it. */
  byDefault: boolean;
  /** It is `name` alone: what stands around it decides. */
  bare: boolean;
  /** What it says about the object that it is a field of, and about the object under it. */
  ofField: Evidence;
  ofHolder: Evidence;
}

/** The rules as they hold for the messages of one place, ready to be asked about millions of fields. */
export interface Judge {
  field(key: string): FieldJudgement;
  /** Rules by path, with the steps of each. */
  readonly paths: readonly { steps: readonly PathStep[]; rule: ReadRule }[];
  readonly shapes: ReadonlySet<Shape>;
  /** Whether anything can be masked at all. */
  readonly idle: boolean;
}

/** Answers that a judge remembers: names repeat, but they are a stranger's. */
const MOST_NAMES = 4_000;
const LONGEST_KEY = 200;

/**
 * Makes the judge for messages that were published there.
 * @param off defaults that are switched off
 */
export function judgeFor(
  rules: readonly ReadRule[],
  off: ReadonlySet<MaskingDefault>,
  place: { vhost: string; exchange: string },
): Judge {
  const here = rules.filter(({ rule }) => appliesTo(rule, place)).sort((a, b) => b.rank - a.rank);
  const byName = here.filter((rule) => rule.name !== null);
  const paths = here.flatMap((rule) => (rule.path ? [{ steps: rule.path, rule }] : []));
  const isOn = (id: MaskingDefault) => !off.has(id);
  const person = isOn("person");
  const shapes = new Set(DEFAULTS.filter(isOn).flatMap((id) => [...(DEFAULT_RULES[id].shapes ?? [])]));
  const known = new Map<string, FieldJudgement>();
  const judge = (key: string): FieldJudgement => {
    const loose = looseNameOf(key);
    const exact = nameOf(key);
    return {
      own: byName.find((rule) => matchesName(rule.name!, exact)) ?? null,
      byDefault: defaultsFor(loose).some(isOn),
      bare: person && isBareName(loose),
      ofField: person ? evidenceOfField(loose) : null,
      ofHolder: person ? evidenceOfHolder(loose) : null,
    };
  };
  return {
    paths,
    shapes,
    idle: !DEFAULTS.some(isOn) && here.every(({ rule }) => rule.effect === "show"),
    field(key) {
      const found = known.get(key);
      if (found) return found;
      const fresh = judge(key);
      if (key.length <= LONGEST_KEY) {
        if (known.size >= MOST_NAMES) known.clear();
        known.set(key, fresh);
      }
      return fresh;
    },
  };
}
