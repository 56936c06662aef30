import { expectInScope } from "@/server/access/admit";
import type { Principal } from "@/server/access/principal";
import { scopeFor } from "@/server/access/principal";
import { inScope, type Place, type Scope } from "@/server/access/scope";
import { SillageError } from "@/server/errors";
import { maskerOf } from "@/server/masking/masker-for";
import { recordReading } from "@/server/masking/record-reading";
import type { WebServices } from "@/server/web-services";
import { complaintPlace } from "./complaint-place";
import { ComplaintReader } from "./mask-complaint";

/** Somebody whom a door has let in (server/access/admit.ts). */
export interface Visitor {
  principal: Principal;
  scope: Scope;
  unmasked: Scope;
  services: WebServices;
}

/**
 * Where complaints are published, for somebody whose permission was granted for it.
 * @throws SillageError NOT_FOUND where complaints are switched off; FORBIDDEN
 */
export function expectPlace({ scope, services }: Pick<Visitor, "scope" | "services">): Place {
  const place = complaintPlace(services.env);
  if (!place) throw new SillageError("NOT_FOUND", "Complaints are switched off here (SILLAGE_COMPLAINTS).");
  expectInScope(scope, place);
  return place;
}

/**
 * What somebody sees of complaints: whoever handles them sees everything, as do those who read personal data; the others
 * see what the masking rules leave.
 */
export async function complaintReader(visitor: Visitor, place: Place): Promise<ComplaintReader> {
  if (inScope(scopeFor(visitor.principal, "complaints.handle"), place)) return new ComplaintReader(null);
  const masker = await maskerOf(visitor);
  const judge = masker.judgeOf(place);
  return new ComplaintReader(judge, judge ? null : masker.forNobody.judgeOf(place));
}

/** Records that somebody was shown what is personal in complaints, who does not handle them. Before they get it. */
export async function recordShown(
  visitor: Visitor & { headers: Headers },
  reader: ComplaintReader,
  shown: unknown,
  what: { complaint: string } | { asked: unknown },
): Promise<void> {
  if (!reader.isOnRecord(shown)) return;
  if ("asked" in what) {
    await recordReading(visitor, { what: "complaints", id: JSON.stringify(what.asked) });
    return;
  }
  const place = expectPlace(visitor);
  await recordReading(visitor, { what: "complaint", id: what.complaint, ...place });
}
