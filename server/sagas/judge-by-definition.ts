import type { DefinedStep, DefinitionInForce, SagaDefinition } from "./definition";
import { deviationsOf } from "./deviations";
import { durationMs } from "./duration";
import type { Measures } from "./judge-saga";
import type { Expectation, SagaInstance, SagaStep, Verdict } from "./saga";
import { type Standing, standingOf } from "./standing";
import { openSteps } from "./steps-of-definition";
import { learnedExpectations, learnedMoments, type Moments, momentsAfter } from "./waiting";

/** The verdict of a definition. It is exact, unless the events belong together by conclusion only. */
export function judgeByDefinition(
  instance: SagaInstance,
  { version, definition }: DefinitionInForce,
  measures: Measures,
): Verdict {
  const { steps, key } = instance;
  const standing = standingOf(definition, steps);
  const verdict: Verdict = {
    status: standing.status,
    certainty: key.basis === "correlation" ? "exact" : "inferred",
    lateAt: null,
    stuckAt: null,
    waitingFor: [],
    deviations: deviationsOf(definition, steps, standing),
    definition: { name: definition.name, version },
    modelVersion: measures.model?.version ?? null,
  };
  return standing.end === null ? { ...verdict, ...waiting(definition, steps, standing, measures) } : verdict;
}

/** What it waits for, and from when on it is late and stuck: the earliest moment of all. */
function waiting(
  definition: SagaDefinition,
  steps: readonly SagaStep[],
  standing: Standing,
  { model, patience }: Measures,
): Pick<Verdict, "waitingFor" | "lateAt" | "stuckAt"> {
  const last = steps.at(-1)!;
  const context = model?.situations.after(steps) ?? null;
  const usual = context ? learnedExpectations(last, context) : [];
  const open = openSteps(definition, steps, standing.since);
  if (open.length === 0) {
    // The definition expects nothing more, and yet it has not ended: what usually comes is told, as inferred.
    const moments = context && learnedMoments(last, context, patience);
    return { waitingFor: usual, lateAt: moments?.lateAt ?? null, stuckAt: moments?.stuckAt ?? null };
  }
  const moments: Moments[] = [];
  const waitingFor = open.map(({ step, after }) => {
    if (step.within !== undefined) moments.push(momentsAfter(after.at, durationMs(step.within), patience));
    return expectationOf(step, after, usual);
  });
  if (context && open.some(({ step }) => step.within === undefined)) {
    const learned = learnedMoments(last, context, patience);
    if (learned) moments.push(learned);
  }
  if (moments.length === 0) return { waitingFor, lateAt: null, stuckAt: null };
  return {
    waitingFor,
    lateAt: Math.min(...moments.map((moment) => moment.lateAt)),
    stuckAt: Math.min(...moments.map((moment) => moment.stuckAt)),
  };
}

function expectationOf(step: DefinedStep, after: SagaStep, usual: readonly Expectation[]): Expectation {
  const known = usual.find(({ type }) => type === step.type);
  const defined: Expectation = {
    type: step.type,
    from: step.from ?? known?.from ?? null,
    afterId: after.id,
    afterType: after.type,
    share: null,
    p50Ms: null,
    p95Ms: null,
    instances: null,
    dueAt: step.within === undefined ? null : after.at + durationMs(step.within) * 1_000,
  };
  // How long is learned is counted from the last event, so it is told from there.
  return step.within === undefined && known ? { ...known, from: defined.from, share: null } : defined;
}
