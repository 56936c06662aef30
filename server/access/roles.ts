/**
 * What a person or a token is trusted with. A role is granted for everything or for a part (see principal.ts), and one
 * principal may have several: what each of them may do is in permissions.ts.
 */
export const ROLES = ["viewer", "agent", "operator", "auditor", "admin"] as const;
export type Role = (typeof ROLES)[number];
