import type { StreamState } from "@/server/sagas/saga-state-schemas";

/** A state as lines, one a value, with what an event changed in it. Pure. */

export interface StateRow {
  /** `lines.0.sku`. Hostile text. */
  path: string;
  /** As JSON; null: it is there no more. */
  value: string | null;
  /** What it was before, as JSON; null: it was not there. Undefined: nothing changed here. */
  before?: string | null;
}

/** More lines are not drawn. */
export const MOST_ROWS = 300;

/** The values of a state in its own order, what was removed at the end. `state` and the changes are JSON text. */
export function stateRows({ state, changes }: Pick<StreamState, "state" | "changes">): StateRow[] {
  const changed = new Map((changes ?? []).map((change) => [change.path, change]));
  const rows: StateRow[] = [];
  const walk = (value: unknown, path: string, inside: { before: string | null } | undefined) => {
    if (rows.length >= MOST_ROWS) return;
    const own = changed.get(path);
    const change = own ? { before: own.before } : inside;
    if (isContainer(value) && Object.keys(value).length > 0) {
      // A whole part that changed says once what it was; what stands in it is new.
      if (own && own.before !== null) rows.push({ path, value: null, before: own.before });
      for (const [key, member] of Object.entries(value))
        walk(member, path === "" ? key : `${path}.${key}`, change ? { before: null } : undefined);
    } else rows.push({ path, value: JSON.stringify(value), ...(change && { before: change.before }) });
  };
  walk(JSON.parse(state), "", undefined);
  for (const { path, before, after } of changed.values())
    if (after === null) rows.push({ path, value: null, before });
  return rows;
}

const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;
