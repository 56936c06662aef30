import type { Principal } from "./principal";
import { ROLES } from "./roles";

/** Whoever reaches the loopback of an installation without accounts. */
export const LOCAL_USER: Principal = {
  kind: "user",
  id: "local",
  name: "local user",
  grants: ROLES.map((role) => ({ role, vhost: null, exchanges: null })),
};
