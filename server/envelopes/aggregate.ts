import type { Draft } from "./draft";
import type { TypeAnalysis } from "./event-type";
import { AKIN, typeNameOf } from "./nouns";
import type { Findings, FoundId } from "./payload-ids";
import { identity } from "./text";
import { wordsOf } from "./words";

/** Finds whose event it is: what the producer said, else the noun of the type and the id that goes with it. */
export function concludeAggregate(draft: Draft, analysis: TypeAnalysis, findings: Findings): void {
  if (draft.aggregateId !== null) {
    if (draft.aggregateType === null)
      put(draft, typeOfDeclared(draft.aggregateId, analysis, findings.ids), null);
    concludeEventId(draft, false);
    return;
  }
  const declared = draft.aggregateType;
  const own = declared === null ? ownId(analysis.nouns, findings.ids) : idOf(declared, findings.ids);
  if (own) {
    put(draft, own.type, own.id);
    concludeEventId(draft, false);
    return;
  }
  const noun = draft.aggregateType ?? analysis.noun;
  const id = noun === null ? null : (findings.bareId ?? subjectId(draft.subject, noun));
  put(draft, noun, id);
  concludeEventId(draft, id !== null && findings.bareId === id && draft.beside === null);
}

/** Sets what is not said yet, and marks it. */
function put(draft: Draft, type: string | null, id: string | null): void {
  if (type !== null && draft.aggregateType !== type) {
    draft.aggregateType = type;
    draft.inferred.push("aggregateType");
  }
  if (id !== null) {
    draft.aggregateId = id;
    draft.inferred.push("aggregateId");
  }
}

function idOf(type: string, ids: readonly FoundId[]): FoundId | undefined {
  return ids.find((each) => each.mayBeOwn && each.type === type);
}

function ownId(nouns: readonly string[], ids: readonly FoundId[]): FoundId | undefined {
  for (const noun of nouns) {
    const found = idOf(noun, ids);
    if (found) return found;
  }
  const akin = AKIN.get(nouns[0] ?? "");
  return akin === undefined ? undefined : idOf(akin, ids);
}

const NUMBER = /^\d+$/;

/**
 * The type of a declared id without a type. `payment.received` may declare its order's id: then the payload holds the
 * same id as `orderId`. Equal numbers may be an accident, so they count only where the noun has another id of its own.
 */
function typeOfDeclared(id: string, analysis: TypeAnalysis, ids: readonly FoundId[]): string | null {
  const same = ids.filter((each) => each.mayBeOwn && each.id === id);
  const fitting = analysis.nouns.find((noun) => same.some((each) => each.type === noun));
  if (fitting !== undefined) return fitting;
  const hasOther = analysis.noun !== null && idOf(analysis.noun, ids) !== undefined;
  const [first] = same;
  return first && (hasOther || !NUMBER.test(id)) ? first.type : analysis.noun;
}

/** A CloudEvent's subject is the id itself or a path such as `orders/42`; any other path is nobody's id. */
function subjectId(subject: unknown, noun: string): string | null {
  const text = identity(subject, 200);
  if (text === null) return null;
  const steps = text.split("/").filter((step) => step !== "");
  if (steps.length === 1) return identity(steps[0]);
  const [collection, id] = steps.slice(-2);
  return typeNameOf(wordsOf(collection ?? "")) === noun ? identity(id) : null;
}

/** Beside a type that has its aggregate already, an `id` that is text is the event's own. */
function concludeEventId(draft: Draft, isTaken: boolean): void {
  if (draft.eventId !== null || isTaken || typeof draft.bareId !== "string") return;
  if (draft.reader === "routing-key" || draft.reader === "properties" || draft.aggregateId === null) return;
  if (draft.bareId === draft.aggregateId) return;
  draft.eventId = identity(draft.bareId);
  if (draft.eventId !== null) draft.inferred.push("eventId");
}
