import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DOORS, NEEDS_EVERYTHING, PERMISSIONS, type Permission, ruleOf } from "./permissions";
import { type Grant, may, type Principal, scopeFor } from "./principal";
import { ROLES, type Role } from "./roles";
import { inScope } from "./scope";
import { grants, places } from "./testing/arbitraries";

const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[];
const someone = (...grants: Grant[]): Principal => ({ kind: "user", id: "1", name: "somebody", grants });
const everywhere = (role: Role): Grant => ({ role, vhost: null, exchanges: null });

describe("a principal", () => {
  it("without a grant may do nothing but see to their own account, which a token has not", () => {
    expect(PERMISSION_NAMES.filter((permission) => may(someone(), permission))).toEqual(["own-account"]);
    const token = { ...someone(...ROLES.map(everywhere)), kind: "token" as const };
    expect(may(token, "own-account")).toBe(false);
  });

  it("with a role for everything has the permissions that the table gives the role, and no other", () => {
    for (const role of ROLES) {
      for (const permission of PERMISSION_NAMES) {
        const roles: readonly Role[] = PERMISSIONS[permission];
        expect(may(someone(everywhere(role)), permission)).toBe(roles.includes(role));
      }
    }
  });

  it("reads unmasked only what a role that may was granted for", () => {
    const principal = someone(everywhere("viewer"), { role: "auditor", vhost: "shop", exchanges: "orders*" });
    expect(scopeFor(principal, "messages.read")).toBe("everything");
    const unmasked = scopeFor(principal, "personal-data.read");
    expect(inScope(unmasked, { vhost: "shop", exchange: "orders.eu" })).toBe(true);
    expect(inScope(unmasked, { vhost: "shop", exchange: "payments" })).toBe(false);
  });

  it("with a role for a part alone does not manage the installation", () => {
    const principal = someone({ role: "admin", vhost: "shop", exchanges: null });
    for (const permission of NEEDS_EVERYTHING) expect(may(principal, permission)).toBe(false);
    expect(may(principal, "taps.manage")).toBe(true);
  });

  it("sees a place exactly when one of its grants gives the permission there", () => {
    fc.assert(
      fc.property(
        fc.array(grants, { maxLength: 5 }),
        places,
        fc.constantFrom(...PERMISSION_NAMES.filter((name) => !NEEDS_EVERYTHING.has(name))),
        (given, place, permission) => {
          const roles: readonly Role[] = PERMISSIONS[permission];
          expect(inScope(scopeFor(someone(...given), permission), place)).toBe(
            given.some((grant) => roles.includes(grant.role) && inScope([grant], place)),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("the table of doors", () => {
  it("knows no door by the names that every object has", () => {
    for (const name of ["toString", "__proto__", "constructor", ""]) expect(ruleOf(name)).toBeUndefined();
  });

  it("leaves open without a session what shows nothing of the system", () => {
    const open = Object.entries(DOORS).filter(([, rule]) => rule === "public");
    expect(open.map(([door]) => door)).toEqual([
      "access.me",
      "access.signInWays",
      "access.welcome",
      "access.acceptWelcome",
      "GET /api/health",
      "GET /api/auth/{...all}",
      "POST /api/auth/{...all}",
      "GET /api/trpc/{trpc}",
      "POST /api/trpc/{trpc}",
    ]);
  });
});
