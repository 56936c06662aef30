import { expectInScope, expectWholeVhost } from "@/server/access/admit";
import { byOf } from "@/server/access/by";
import type { Visit } from "@/server/http/door";
import { json, readBody, readQuery } from "@/server/http/problem";
import { reasoned } from "@/server/operator-actions/reason";
import { consentToTap, excludeExchange, includeExchange } from "./consent";
import { listCoverage, listGaps, listTapStatus } from "./taps-queries";
import { exchangeName, listCoverageInput, listGapsInput, vhostName } from "./taps-schemas";

/** `GET /api/coverage` */
export async function getCoverage(
  request: Request,
  { services: { prisma }, scope }: Visit,
): Promise<Response> {
  const input = readQuery(request, listCoverageInput);
  const [items, taps] = await Promise.all([listCoverage(prisma, scope, input), listTapStatus(prisma, scope)]);
  return json({ items, taps });
}

/** `GET /api/gaps` */
export async function getGaps(request: Request, { services: { prisma }, scope }: Visit): Promise<Response> {
  return json(await listGaps(prisma, scope, readQuery(request, listGapsInput)));
}

/** `POST /api/coverage/exclude` and `/include` */
export async function postExclusion(request: Request, excluded: boolean, visit: Visit): Promise<Response> {
  const { storePool } = visit.services;
  const { vhost, exchange, reason } = await readBody(request, reasoned(exchangeName));
  expectInScope(visit.scope, { vhost, exchange });
  if (excluded) await excludeExchange(storePool, vhost, exchange, byOf(visit, reason));
  else await includeExchange(storePool, vhost, exchange, byOf(visit, reason));
  return json({ vhost, exchange, excluded });
}

/** `POST /api/taps/consent`: lets Sillage bind its taps in a virtual host of somebody else's broker. */
export async function postConsent(request: Request, visit: Visit): Promise<Response> {
  const { vhost, reason } = await readBody(request, reasoned(vhostName));
  expectWholeVhost(visit.scope, vhost);
  await consentToTap(visit.services.storePool, vhost, byOf(visit, reason));
  return json({ vhost, consented: true });
}
