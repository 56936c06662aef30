/**
 * What a person or a token is trusted with. A role is granted for everything or for a part (see principal.ts), and one
 * principal may have several: what each of them may do is in permissions.ts.
 */
export const ROLES = ["viewer", "agent", "operator", "auditor", "admin"] as const;

export type Role = (typeof ROLES)[number];

/** What the first administrator may be at once beside that. A viewer sees no more than an administrator does. */
export const FURTHER_ROLES = ["operator", "agent", "auditor"] as const satisfies readonly Role[];
export type FurtherRole = (typeof FURTHER_ROLES)[number];
