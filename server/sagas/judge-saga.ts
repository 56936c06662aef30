import type { DefinitionInForce } from "./definition";
import { judgeByDefinition } from "./judge-by-definition";
import { judgeByModel } from "./judge-by-model";
import type { SagaInstance, Verdict } from "./saga";
import type { LearnedSituations } from "./saga-model";

/** How long is too long. */
export interface Patience {
  /** Stuck past so many times the duration after which it is late. */
  multiple: number;
  /** But not before so many milliseconds: what takes 20 ms is not stuck after 60. */
  floorMs: number;
}

/** What a saga is judged by. */
export interface Measures {
  definition: DefinitionInForce | null;
  model: { version: number; situations: LearnedSituations } | null;
  patience: Patience;
}

/**
 * What can be said of an instance. With a definition its status is what that says, and so are deadlines where it has any;
 * without one, and where it leaves durations open, what was learned says it. Pure: the same events, the same verdict, at
 * whatever moment.
 */
export function judgeSaga(instance: SagaInstance, measures: Measures): Verdict {
  return measures.definition
    ? judgeByDefinition(instance, measures.definition, measures)
    : judgeByModel(instance, measures);
}
