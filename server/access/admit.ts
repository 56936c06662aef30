import { SillageError } from "@/server/errors";
import { NEEDS_EVERYTHING, PERMISSIONS, type Permission, ruleOf } from "./permissions";
import { may, type Principal, scopeFor } from "./principal";
import { coversVhost, inScope, NOTHING, type Place, type Scope } from "./scope";

/** What a door that let somebody in says about them. */
export interface Admitted {
  principal: Principal;
  /** The part of the traffic that the door's permission was granted for; nothing where the door asks for no permission. */
  scope: Scope;
  /** The part whose personal data the principal may read. */
  unmasked: Scope;
}

/**
 * Whether a principal may pass a door, by the permission table. Decided before anything of the request is read.
 * @throws SillageError UNAUTHENTICATED without a principal, FORBIDDEN without the permission; a door that is open to
 * everybody admits nobody in particular and is an error here.
 */
export function admit(door: string, principal: Principal | null): Admitted {
  const rule = ruleOf(door);
  if (rule === undefined || rule === "public") {
    throw new SillageError("INTERNAL", `The permission table says nothing about who is admitted to ${door}.`);
  }
  if (principal === null) {
    throw new SillageError(
      "UNAUTHENTICATED",
      "Sign in first; a program sends a token: `Authorization: Bearer <token>`.",
    );
  }
  if (rule !== "signed-in" && !may(principal, rule)) throw new SillageError("FORBIDDEN", refusal(rule));
  return {
    principal,
    scope: rule === "signed-in" ? NOTHING : scopeFor(principal, rule),
    unmasked: scopeFor(principal, "personal-data.read"),
  };
}

function refusal(permission: Permission): string {
  if (permission === "own-account") return "This belongs to people with an account, and a token has none.";
  const roles = PERMISSIONS[permission].join(", ");
  const part = NEEDS_EVERYTHING.has(permission) ? ", granted for everything" : "";
  return `Your roles do not include this. It needs one of: ${roles}${part}.`;
}

/** @throws SillageError FORBIDDEN when an exchange lies outside of what a permission was granted for. */
export function expectInScope(scope: Scope, place: Place): void {
  if (!inScope(scope, place)) {
    throw new SillageError("FORBIDDEN", "Your roles do not include this exchange.");
  }
}

/** @throws SillageError FORBIDDEN when a permission was not granted for the whole of a virtual host. */
export function expectWholeVhost(scope: Scope, vhost: string): void {
  if (!coversVhost(scope, vhost)) {
    throw new SillageError("FORBIDDEN", "Your roles do not include this virtual host as a whole.");
  }
}
