import { type Admitted, admit } from "@/server/access/admit";
import type { Door } from "@/server/access/permissions";
import { type Caller, callerOf } from "@/server/trpc/context";
import { problem } from "./problem";

/** Somebody whom a door has let in, and what it takes to answer. */
export interface Visit extends Admitted, Pick<Caller, "headers" | "services"> {}

/**
 * A REST route: the permission table decides who passes, before anything of the request is read, and what is thrown
 * becomes problem+json.
 * @param name the route as the table has it, for example `GET /api/audit/messages/{id}`
 * @param caller who asks, and with which services; for tests
 */
export async function door(
  name: Door,
  request: Request,
  handle: (visit: Visit) => Promise<Response>,
  { headers, services, identify }: Caller = callerOf(request.headers),
): Promise<Response> {
  try {
    return await handle({ ...admit(name, await identify()), headers, services });
  } catch (error) {
    return problem(error, services.logger);
  }
}
