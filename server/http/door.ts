import type { Admitted } from "@/server/access/admit";
import { admitOnRecord } from "@/server/access/admit-on-record";
import { type Door, LOCAL_DOORS, ruleOf } from "@/server/access/permissions";
import { payerOf, shareOf } from "@/server/limits/share";
import { type Caller, callerOf } from "@/server/trpc/context";
import { type WebServices, webServices } from "@/server/web-services";
import { withCorrelation } from "./correlation";
import { isFromHere } from "./gateway";
import { problem } from "./problem";

/** Somebody whom a door has let in, and what it takes to answer. */
export interface Visit extends Admitted, Pick<Caller, "headers" | "services"> {}

/**
 * A REST route: the permission table decides who passes, before anything of the request is read, and what is thrown
 * becomes problem+json. It counts against the rate of whoever asks.
 * @param name the route as the table has it, for example `GET /api/audit/messages/{id}`
 * @param caller who asks, and with which services; for tests
 */
export async function door(
  name: Door,
  request: Request,
  handle: (visit: Visit) => Promise<Response>,
  { headers, services, identify }: Caller = callerOf(request.headers),
): Promise<Response> {
  const answer = (response: Response) => withCorrelation(response, headers, services.env.correlationIdHeader);
  try {
    const principal = await identify();
    const payer = payerOf(principal, headers);
    services.rate.take(payer);
    const weighs = !name.startsWith("GET ") || ruleOf(name) === "messages.export";
    const admitted = await admitOnRecord(name, { principal, headers, services }, weighs);
    return answer(await handle({ ...admitted, headers, services: shareOf(services, payer) }));
  } catch (error) {
    return answer(problem(error, services.logger));
  }
}

/** A REST route that programs on this machine may use without a token (see LOCAL_DOORS), and others as through `door`. */
export async function localDoor(
  name: Door,
  request: Request,
  handle: (services: WebServices) => Promise<Response>,
): Promise<Response> {
  if (!LOCAL_DOORS.has(name) || !isFromHere(request.headers)) {
    return door(name, request, ({ services }) => handle(services));
  }
  const services = webServices();
  try {
    return await handle(services);
  } catch (error) {
    return problem(error, services.logger);
  }
}
