import { expectInScope, expectWholeVhost } from "@/server/access/admit";
import type { Visit } from "@/server/http/door";
import { json, readBody, readQuery } from "@/server/http/problem";
import { consentToTap, excludeExchange, includeExchange } from "./consent";
import { listCoverage, listGaps, listTapStatus } from "./taps-queries";
import { exchangeName, listCoverageInput, listGapsInput, vhostName } from "./taps-schemas";

/** Who did it, until there are users: web listens on the loopback only. */
const BY = "local user";

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
export async function postExclusion(
  request: Request,
  excluded: boolean,
  { services: { storePool }, scope }: Visit,
): Promise<Response> {
  const { vhost, exchange } = await readBody(request, exchangeName);
  expectInScope(scope, { vhost, exchange });
  if (excluded) await excludeExchange(storePool, vhost, exchange, BY);
  else await includeExchange(storePool, vhost, exchange);
  return json({ vhost, exchange, excluded });
}

/** `POST /api/taps/consent`: lets Sillage bind its taps in a virtual host of somebody else's broker. */
export async function postConsent(
  request: Request,
  { services: { storePool }, scope }: Visit,
): Promise<Response> {
  const { vhost } = await readBody(request, vhostName);
  expectWholeVhost(scope, vhost);
  await consentToTap(storePool, vhost, BY);
  return json({ vhost, consented: true });
}
