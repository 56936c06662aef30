import type { Measures } from "./judge-saga";
import type { SagaInstance, SagaStep, StoredStatus, Verdict } from "./saga";
import { isEnd } from "./saga-model";
import { endsWellByName, failsByName, undoesByName } from "./saga-words";
import { learnedExpectations, learnedMoments } from "./waiting";

/**
 * What is concluded of an instance without a definition. It is at its end where mostly nothing came any more in other
 * instances; how it ended, its names say. Where too few instances are known, only what its names say of compensation.
 */
export function judgeByModel({ steps }: SagaInstance, { model, patience }: Measures): Verdict {
  const undoes = steps.some((step) => undoesByName(step.type));
  const nothingSaid: Verdict = {
    status: undoes ? "COMPENSATING" : "RUNNING",
    certainty: undoes ? "inferred" : "unknown",
    lateAt: null,
    stuckAt: null,
    waitingFor: [],
    deviations: [],
    definition: null,
    modelVersion: model?.version ?? null,
  };
  const last = steps.at(-1);
  const context = model?.situations.after(steps) ?? null;
  if (!last || !context) return nothingSaid;
  if (isEnd(context)) return { ...nothingSaid, status: endOf(last, undoes), certainty: "inferred" };
  const moments = learnedMoments(last, context, patience);
  return {
    ...nothingSaid,
    certainty: "inferred",
    lateAt: moments?.lateAt ?? null,
    stuckAt: moments?.stuckAt ?? null,
    waitingFor: learnedExpectations(last, context),
  };
}

/** How it ended: the name of its last event counts most. What was undone on the way and then ended well has ended well. */
function endOf(last: SagaStep, undoes: boolean): StoredStatus {
  if (endsWellByName(last.type)) return "COMPLETED";
  if (undoes) return "COMPENSATED";
  return failsByName(last.type) ? "FAILED" : "COMPLETED";
}
