import { isNamePattern, type Part, type Scope } from "@/server/access/scope";
import { SqlFragment, sql } from "./sql";

/** The columns that say where something was published. */
interface PlaceColumns {
  vhost: SqlFragment;
  exchange: SqlFragment;
}

const COLUMNS = {
  m: { vhost: sql`m.vhost`, exchange: sql`m.exchange` },
  t: { vhost: sql`t.vhost`, exchange: sql`t.exchange` },
  d: { vhost: sql`d.vhost`, exchange: sql`coalesce(d.origin_exchange, d.exchange)` },
  g: { vhost: sql`g.vhost`, exchange: sql`g.exchange` },
  p: { vhost: sql`p.vhost`, exchange: sql`p.exchange` },
  before: { vhost: sql`p.vhost`, exchange: sql`p.before_exchange` },
  start: { vhost: sql`s.vhost`, exchange: sql`s.start_exchange` },
  each: { vhost: sql`s.vhost`, exchange: sql`x.name` },
} as const satisfies Record<string, PlaceColumns>;

/**
 * A scope as conditions on `messages AS m`, `traffic_minutes AS t`, `dead_letters AS d`, `dead_letter_groups AS g`,
 * `saga_steps AS p`, on the event before such a step (`before`), on the first event (`start`) or each exchange (`each`, as `x (name)`) of `sagas AS s`: the same
 * answer as `inScope` gives. None for everything (and for undefined, which a caller of the store passes that acts
 * for nobody in particular).
 */
export function scopeConditions(scope: Scope | undefined, alias: keyof typeof COLUMNS): SqlFragment[] {
  if (scope === undefined || scope === "everything") return [];
  const columns = COLUMNS[alias];
  const vhosts = new Set(scope.map((part) => part.vhost));
  const parts = [...vhosts].map((vhost) => {
    const names = nameCondition(
      scope.filter((part) => part.vhost === vhost),
      columns.exchange,
    );
    if (vhost === null) return names;
    return names === null
      ? sql`${columns.vhost} = ${vhost}`
      : sql`(${columns.vhost} = ${vhost} AND ${names})`;
  });
  // A part of all virtual hosts and all exchanges is everything.
  const tests = parts.filter((part) => part !== null);
  return tests.length < parts.length ? [] : [anyOf(tests)];
}

/**
 * The exchange names that a scope consists of; null where it has patterns, or speaks of all exchanges of a virtual host.
 * What lies in the scope was published to one of them, so that their index leads to it.
 */
export function plainExchanges(scope: Scope | undefined): string[] | null {
  if (scope === undefined || scope === "everything") return null;
  const names = new Set<string>();
  for (const { exchanges } of scope) {
    if (exchanges === null || isNamePattern(exchanges)) return null;
    names.add(exchanges);
  }
  return [...names];
}

/** The exchanges of some parts of one virtual host; null for all of them. */
function nameCondition(parts: readonly Part[], column: SqlFragment): SqlFragment | null {
  const wanted = parts.map((part) => part.exchanges).filter((text) => text !== null);
  if (wanted.length < parts.length) return null;
  const names = wanted.filter((text) => !isNamePattern(text));
  const patterns = wanted.filter(isNamePattern).map(likePattern);
  if (patterns.length === 0) return sql`${column} = ANY (${names}::text[])`;
  if (names.length === 0) return sql`${column} LIKE ANY (${patterns}::text[])`;
  return sql`(${column} = ANY (${names}::text[]) OR ${column} LIKE ANY (${patterns}::text[]))`;
}

/** `*` is LIKE's `%`; its own special characters stand for themselves. */
function likePattern(pattern: string): string {
  return pattern.replace(/[\\%_]/g, "\\$&").replaceAll("*", "%");
}

/** One of the conditions at least; FALSE when there are none. */
function anyOf(tests: readonly SqlFragment[]): SqlFragment {
  if (tests.length === 0) return sql`FALSE`;
  return new SqlFragment(["(", ...new Array(tests.length - 1).fill(" OR "), ")"], tests);
}
