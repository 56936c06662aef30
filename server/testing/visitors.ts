import type { Door } from "@/server/access/permissions";
import type { Grant, Principal } from "@/server/access/principal";
import { ROLES, type Role } from "@/server/access/roles";
import { door, type Visit } from "@/server/http/door";
import { createCaller } from "@/server/trpc/root";
import type { WebServices } from "@/server/web-services";

/** Somebody with these grants. */
export function someone(...grants: Grant[]): Principal {
  return { kind: "user", id: "test", name: "somebody", grants };
}

/** Somebody with these roles, each for everything. */
export function withRoles(...roles: Role[]): Principal {
  return someone(...roles.map((role) => ({ role, vhost: null, exchanges: null })));
}

/** Somebody with every role for everything. */
export const ANYBODY: Principal = withRoles(...ROLES);

/** Calls procedures as `principal` (null: nobody), without HTTP. */
export function callerAs(services: WebServices, principal: Principal | null = ANYBODY) {
  return createCaller({ headers: new Headers(), services, principal, identify: async () => principal });
}

/** Comes to a REST door as `principal` (null: nobody), without HTTP. */
export function visit(
  name: Door,
  services: WebServices,
  handle: (visit: Visit) => Promise<Response>,
  principal: Principal | null = ANYBODY,
): Promise<Response> {
  const identify = async () => principal;
  return door(name, new Request("http://localhost/"), handle, { headers: new Headers(), services, identify });
}
