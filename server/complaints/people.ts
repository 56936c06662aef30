import type { Grant } from "@/server/access/principal";
import { scopeFor } from "@/server/access/principal";
import { inScope, type Place } from "@/server/access/scope";
import type { PrismaClient } from "@/server/generated/prisma/client";
import type { ComplaintSummary, ComplaintView } from "./view-schemas";

/** Events name people and tokens by their ids; readers want names. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Names by id, of those ids that are of a person or a token here. */
export async function namesOf(
  prisma: PrismaClient,
  ids: Iterable<string | null | undefined>,
): Promise<Record<string, string>> {
  const known = [...new Set(ids)].filter((id) => typeof id === "string");
  if (known.length === 0) return {};
  const select = { id: true, name: true };
  const [users, tokens] = await Promise.all([
    prisma.user.findMany({ where: { id: { in: known } }, select }),
    prisma.apiToken.findMany({ where: { id: { in: known.filter((id) => UUID.test(id)) } }, select }),
  ]);
  return Object.fromEntries([...users, ...tokens].map(({ id, name }) => [id, name]));
}

/** Ids of all who did something to a complaint. */
export function idsIn(view: ComplaintView): (string | null | undefined)[] {
  return [
    view.assignedTo,
    ...view.timeline.flatMap(({ by, assignedTo, previousAssignee }) => [by, assignedTo, previousAssignee]),
    ...view.auditTrail.map(({ by }) => by),
    ...view.compensations.map(({ requiredBy }) => requiredBy),
  ];
}

/** Ids that a line of a list names. */
export const idsInLine = ({ assignedTo }: ComplaintSummary): (string | undefined)[] => [assignedTo];

/** A person to whom a complaint may be assigned. */
export interface Assignee {
  id: string;
  name: string;
}

/** Everybody who may handle the complaints that are published there, by name. */
export async function assignees(prisma: PrismaClient, place: Place): Promise<Assignee[]> {
  const users = await prisma.user.findMany({
    where: { grants: { some: { role: "agent" } } },
    select: { id: true, name: true, grants: { select: { role: true, vhost: true, exchanges: true } } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return users
    .filter(({ id, name, grants }) => {
      const principal = { kind: "user" as const, id, name, grants: grants as Grant[] };
      return inScope(scopeFor(principal, "complaints.handle"), place);
    })
    .map(({ id, name }) => ({ id, name }));
}
