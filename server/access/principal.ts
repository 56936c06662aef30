import { NEEDS_EVERYTHING, PERMISSIONS, type Permission } from "./permissions";
import type { Role } from "./roles";
import { NOTHING, type Scope, union } from "./scope";

/** One role, for everything or for a part. */
export interface Grant {
  readonly role: Role;
  /** Null: every virtual host. */
  readonly vhost: string | null;
  /** A pattern for exchange names, with `*` for any characters; null: every exchange. */
  readonly exchanges: string | null;
}

/** Who asks: a person with a session, or a program with a token. */
export interface Principal {
  readonly kind: "user" | "token";
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
}

/** Whether a principal has a permission, if only for a part. */
export function may(principal: Principal, permission: Permission): boolean {
  // It comes with the account, not with a role.
  if (permission === "own-account") return principal.kind === "user";
  const scope = scopeFor(principal, permission);
  return scope === "everything" || scope.length > 0;
}

/** The part of the traffic that a principal has a permission for. */
export function scopeFor(principal: Principal, permission: Permission): Scope {
  const roles: readonly Role[] = PERMISSIONS[permission];
  const scope = union(principal.grants.filter(({ role }) => roles.includes(role)));
  // What concerns the installation as a whole has no parts: whoever was granted a part may not do it.
  return scope !== "everything" && NEEDS_EVERYTHING.has(permission) ? NOTHING : scope;
}
