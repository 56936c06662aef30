import type { Scope } from "@/server/access/scope";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { type SqlFragment, sql } from "@/server/event-store/sql";
import { narrow, wholly } from "@/server/sagas/saga-conditions";
import { SERVED } from "@/server/sagas/served-sagas";

interface Range {
  from?: Date | undefined;
  to?: Date | undefined;
  vhost?: string | undefined;
  sagaType?: string | undefined;
}

/** Sagas that began within a range, of a virtual host and a type, and lie in a scope as a whole: conditions on `sagas AS s`. */
export function begunWithin({ from, to, vhost, sagaType }: Range, scope: Scope): SqlFragment[] {
  return [
    sql`s.generation = ${SERVED}`,
    ...(vhost === undefined ? [] : [sql`s.vhost = ${vhost}`]),
    ...(sagaType === undefined ? [] : [sql`s.start_type = ${sagaType}`]),
    ...(from ? [sql`s.started_at >= ${from.toISOString()}::timestamptz`] : []),
    ...(to ? [sql`s.started_at < ${to.toISOString()}::timestamptz`] : []),
    // Where a scope knows whole virtual hosts alone, its condition does not look at exchanges.
    ...(narrow(scope) ? wholly(scope) : scopeConditions(scope, "each")),
  ];
}
