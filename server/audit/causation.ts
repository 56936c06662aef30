import type { MessageSummary } from "@/server/event-store/message-summary";
import type { Related } from "@/server/event-store/related-messages";

/** Causes and effects of one message, walked through the ids that events carry. Nothing is guessed from time. */

/** Where the walk towards the first cause ended. */
export type CauseEnd =
  /** the last one found names no cause */
  | "root"
  /** it names a cause that is not stored in this virtual host: never seen here, or past its retention */
  | "missing"
  /** it names one that stands further down: a circle */
  | "circle"
  /** there may be more above: the walk goes no higher */
  | "cut";

export interface CauseStep {
  row: MessageSummary;
  /** Other events of that id: a clash, or another source. The oldest is the one shown. */
  alternatives: number;
  /** Its effects in all, the next one below among them. */
  effects: { total: number; exact: boolean };
}

export interface EffectStep {
  row: MessageSummary;
  /** Record id of what caused it. */
  parent: string;
  /** 1 for a direct effect. */
  depth: number;
  /** Effects of it that are not shown; null where nobody looked. */
  hidden: number | null;
  hiddenExact: boolean;
  /** Its id stands above it already: it is not followed again. */
  circle: boolean;
}

export interface Causation {
  /** Nearest first. */
  causes: CauseStep[];
  end: CauseEnd;
  /** The cause that is named and not found. */
  missing: string | null;
  /** Depth first, siblings oldest first. */
  effects: EffectStep[];
  /** Direct effects of the message; null when it carries no event id, so that nothing can name it. */
  direct: { total: number; exact: boolean } | null;
  /** Effects were left out because the walk goes no further down, or because there are too many in all. */
  cut: { deep: boolean; wide: boolean };
}

/** How the walk looks around: by event id, and by causation id. At most `each` rows of an id. */
export interface Lookup {
  byEventIds(ids: readonly string[], each: number): Promise<Map<string, Related>>;
  effects(ids: readonly string[], each: number): Promise<Map<string, Related>>;
}

export const WALK = { up: 12, down: 6, each: 20, rows: 200 } as const;
type Limits = { [K in keyof typeof WALK]: number };

/** Walks up to the first cause and down through the effects, within `limits`. */
export async function walkCausation(
  focus: MessageSummary,
  lookup: Lookup,
  limits: Limits = WALK,
): Promise<Causation> {
  const [up, down] = await Promise.all([walkUp(focus, lookup, limits), walkDown(focus, lookup, limits)]);
  return { ...up, ...down };
}

async function walkUp(focus: MessageSummary, lookup: Lookup, limits: Limits) {
  const causes: CauseStep[] = [];
  const seen = new Set<string>(focus.eventId === null ? [] : [focus.eventId]);
  let end: CauseEnd = "root";
  let missing: string | null = null;
  for (let wanted = focus.causationId; wanted !== null; ) {
    if (seen.has(wanted)) {
      // An event that names itself is how some producers say that nothing caused it.
      end = wanted === (causes.at(-1)?.row ?? focus).eventId ? "root" : "circle";
      break;
    }
    if (causes.length === limits.up) {
      end = "cut";
      break;
    }
    const found = (await lookup.byEventIds([wanted], 1)).get(wanted);
    const row = found?.rows[0];
    if (!found || !row) {
      end = "missing";
      missing = wanted;
      break;
    }
    seen.add(wanted);
    causes.push({ row, alternatives: found.total - 1, effects: { total: 0, exact: true } });
    wanted = row.causationId;
  }
  const counts = await lookup.effects([...seen], 1);
  for (const step of causes) {
    const effects = counts.get(step.row.eventId!);
    if (effects) step.effects = { total: effects.total, exact: effects.exact };
  }
  return { causes, end, missing };
}

async function walkDown(focus: MessageSummary, lookup: Lookup, limits: Limits) {
  const cut = { deep: false, wide: false };
  if (focus.eventId === null) return { effects: [], direct: null, cut };
  const children = new Map<string, EffectStep[]>();
  const ways = new Map<string, ReadonlySet<string>>([[focus.id, new Set([focus.eventId])]]);
  let shown = 1;
  let direct = { total: 0, exact: true };
  let level: { row: MessageSummary; step: EffectStep | null }[] = [{ row: focus, step: null }];
  for (let depth = 1; level.length > 0; depth++) {
    const ids = [...new Set(level.map(({ row }) => row.eventId!))];
    const found = await lookup.effects(ids, depth > limits.down ? 1 : limits.each);
    const next: typeof level = [];
    const followed = new Set<string>();
    for (const { row: parent, step } of level) {
      // Two messages of one id, as in a clash, have the same effects: they stand under the first.
      if (followed.has(parent.eventId!)) {
        if (step) step.hidden = null;
        continue;
      }
      followed.add(parent.eventId!);
      const above = ways.get(parent.id)!;
      const { rows, total, exact } = found.get(parent.eventId!) ?? { rows: [], total: 0, exact: true };
      const taken: EffectStep[] = [];
      for (const row of depth > limits.down ? [] : rows) {
        if (shown > limits.rows) break;
        shown++;
        const circle = row.eventId !== null && above.has(row.eventId);
        const open = row.eventId !== null && !circle;
        const child = { row, parent: parent.id, depth, hidden: open ? 0 : null, hiddenExact: true, circle };
        taken.push(child);
        if (!open) continue;
        ways.set(row.id, new Set([...above, row.eventId!]));
        next.push({ row, step: child });
      }
      if (taken.length > 0) children.set(parent.id, taken);
      const hidden = total - taken.length;
      if (hidden > 0 && depth > limits.down) cut.deep = true;
      else if (hidden > 0) cut.wide = true;
      if (step) Object.assign(step, { hidden, hiddenExact: exact });
      else direct = { total, exact };
    }
    level = next;
  }
  return { effects: inOrder(focus.id, children), direct, cut };
}

function inOrder(id: string, children: ReadonlyMap<string, EffectStep[]>): EffectStep[] {
  return (children.get(id) ?? []).flatMap((step) => [
    step,
    ...(step.circle ? [] : inOrder(step.row.id, children)),
  ]);
}
