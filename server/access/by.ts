import { clientAddress } from "@/server/http/gateway";
import type { By } from "@/server/operator-actions/action";
import type { Principal } from "./principal";

/** Who does something at one of our doors, from where, and why when they say it, for the record. */
export function byOf(
  { principal, headers }: { principal: Principal; headers: Headers },
  reason?: string | undefined,
): By {
  const { kind, id, name } = principal;
  return { actor: { kind, id, name }, from: clientAddress(headers), reason };
}

/** Somebody who is not signed in, by the name that they give. */
export const byNobody = (name: string, headers: Headers): By => ({
  actor: { kind: "nobody", id: null, name },
  from: clientAddress(headers),
});
