import type { FieldJudgement, Judge } from "./judge";
import type { ReadRule } from "./masking-rule";

/** What becomes of a value. `unsure`: it is told when all fields of the object around it have been seen. */
export interface Verdict {
  is: "masked" | "unsure" | "open";
  /** A rule says that this is shown: no default masks it, or what is in it. */
  shown: boolean;
  judgement: FieldJudgement;
  /** Paths that lead on into it: places in the judge's list. */
  paths: readonly number[];
}

interface Frame<Edit> {
  inObject: boolean;
  /** Of the next member, in an array. */
  place: number;
  depth: number;
  paths: readonly number[];
  shown: boolean;
  /** What the name of the field above says about an object here. */
  holder: FieldJudgement["ofHolder"];
  person: boolean;
  thing: boolean;
  /** Masks for values named `name`, until it is clear whose name it is. */
  waiting: Edit[];
}

const NAMELESS: FieldJudgement = { own: null, byDefault: false, bare: false, ofField: null, ofHolder: null };

/**
 * Judges the values of a tree, told of them in order: `value` for each, `enter` and `leave` around the members of objects
 * and arrays. `mask` is called with what was handed to `wait` once it is to be masked.
 */
export class Fields<Edit> {
  readonly #judge: Judge;
  readonly #mask: (edit: Edit) => void;
  readonly #frames: Frame<Edit>[] = [];

  constructor(judge: Judge, mask: (edit: Edit) => void) {
    this.#judge = judge;
    this.#mask = mask;
  }

  /** Whether the next member has a key. */
  get inObject(): boolean {
    return this.#frames.at(-1)?.inObject ?? false;
  }

  /** Whether a rule says that what is around is shown. */
  get shown(): boolean {
    return this.#frames.at(-1)?.shown ?? false;
  }

  /** Judges the next value. `key`: null for the root and in arrays. */
  value(key: string | null): Verdict {
    const frame = this.#frames.at(-1);
    const judgement = key === null ? NAMELESS : this.#judge.field(key);
    if (!frame) return { is: "open", shown: false, judgement, paths: this.#judge.paths.map((_, i) => i) };
    if (judgement.ofField === "person") frame.person = true;
    else if (judgement.ofField === "thing") frame.thing = true;
    const { rule, paths } = this.#follow(frame, key ?? String(frame.place++));
    const own = moreSpecific(judgement.own, rule);
    const shown = own ? own.rule.effect === "show" : frame.shown;
    return {
      is: own?.rule.effect === "mask" ? "masked" : shown ? "open" : byDefault(judgement),
      shown,
      judgement,
      paths,
    };
  }

  /** Keeps what would mask the value that was judged last, and goes on. */
  wait(edit: Edit): void {
    this.#frames.at(-1)!.waiting.push(edit);
  }

  enter(kind: "object" | "array", { shown, judgement, paths }: Verdict): void {
    const above = this.#frames.at(-1);
    this.#frames.push({
      inObject: kind === "object",
      place: 0,
      depth: this.#frames.length,
      paths,
      shown,
      holder: judgement === NAMELESS ? (above?.holder ?? null) : judgement.ofHolder,
      person: false,
      thing: false,
      waiting: [],
    });
  }

  leave(): void {
    const { holder, person, thing, waiting } = this.#frames.pop()!;
    const evidence = holder ?? (person ? "person" : thing ? "thing" : null);
    if (evidence !== "thing") for (const edit of waiting) this.#mask(edit);
  }

  /** The paths that a member goes on with, and the rule of those that end at it. */
  #follow({ paths, depth }: Frame<Edit>, step: string): { rule: ReadRule | null; paths: readonly number[] } {
    if (paths.length === 0) return { rule: null, paths };
    let rule: ReadRule | null = null;
    const onward: number[] = [];
    for (const index of paths) {
      const path = this.#judge.paths[index]!;
      const wanted = path.steps[depth];
      if (wanted !== null && wanted !== step) continue;
      if (path.steps.length === depth + 1) rule = moreSpecific(rule, path.rule);
      else onward.push(index);
    }
    return { rule, paths: onward };
  }
}

function byDefault({ byDefault, bare }: FieldJudgement): Verdict["is"] {
  return byDefault ? "masked" : bare ? "unsure" : "open";
}

function moreSpecific(a: ReadRule | null, b: ReadRule | null): ReadRule | null {
  if (!a || !b) return a ?? b;
  return b.rank > a.rank ? b : a;
}
