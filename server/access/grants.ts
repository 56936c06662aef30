import { z } from "zod";
import type { Grant } from "./principal";
import { ROLES } from "./roles";

/** A role for everything or for a part, as it is stored with a token and sent by a form. */
export const grantSchema = z.strictObject({
  role: z.enum(ROLES),
  vhost: z.string().min(1).max(255).nullable().default(null),
  exchanges: z.string().min(1).max(255).nullable().default(null),
});

/** The grants of a token as they stand in its row. */
export const storedGrants = z.array(grantSchema);

/** Whether two grants are the same one. */
export const sameGrant = (a: Grant, b: Grant): boolean =>
  a.role === b.role && a.vhost === b.vhost && a.exchanges === b.exchanges;
