import { digestOf } from "./digest";
import type { SagaInstance, SagaStep, VariantNode } from "./saga";
import { MOST_TOLD } from "./words";

/**
 * The path that events took: each under the one that it followed, siblings by type and then by time, so that a race of two
 * branches makes no other variant. Equal siblings, and the same type again and again, are told once with how many times.
 * @param steps events of an instance in order, linked to others among them
 */
export function variantOf(steps: readonly SagaStep[]): SagaInstance["variant"] {
  const path = pathOf(steps.slice(0, MOST_TOLD));
  return { id: digestOf(["variant", JSON.stringify(path)]), path };
}

interface Draft {
  type: string;
  times: number;
  next: Draft[];
}

function pathOf(steps: readonly SagaStep[]): VariantNode[] {
  const drafts = new Map<string, Draft>();
  const roots: Draft[] = [];
  for (const { id, type, before } of steps) {
    const next: Draft[] = [];
    const draft = { type, times: 1, next };
    drafts.set(id, draft);
    ((before && drafts.get(before.id)?.next) || roots).push(draft);
  }
  return tell(roots);
}

/** Siblings came in order of time; sorting by type keeps that among equals. */
function tell(siblings: readonly Draft[]): VariantNode[] {
  if (siblings.length <= 1) return siblings.map(nodeOf);
  const told: VariantNode[] = [];
  let last = "";
  for (const draft of siblings.toSorted((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0))) {
    const node = nodeOf(draft);
    const text = JSON.stringify({ ...node, times: undefined });
    const before = told.at(-1);
    if (before && text === last) before.times = (before.times ?? 1) + (node.times ?? 1);
    else told.push(node);
    last = text;
  }
  return told;
}

function nodeOf(draft: Draft): VariantNode {
  const { type } = draft;
  let last = draft;
  let times = last.times;
  while (last.next.length === 1 && last.next[0]!.type === type) {
    last = last.next[0]!;
    times += last.times;
  }
  const next = tell(last.next);
  return { type, ...(times > 1 && { times }), ...(next.length > 0 && { next }) };
}
