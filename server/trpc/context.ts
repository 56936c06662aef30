import { identify } from "@/server/access/identify";
import type { Principal } from "@/server/access/principal";
import { type WebServices, webServices } from "@/server/web-services";

/** A request as the doors see it. Made of headers alone, so that HTTP and server components share it. */
export interface Caller {
  headers: Headers;
  services: WebServices;
  /** Who asks; null without a session or a token. A subscription asks again: it outlives the moment it was let in. */
  identify: () => Promise<Principal | null>;
}

/** What every procedure gets. */
export interface Context extends Caller {
  principal: Principal | null;
}

/** Who sent a request. */
export function callerOf(headers: Headers, services: WebServices = webServices()): Caller {
  return { headers, services, identify: () => identify(headers, services) };
}

/** Makes the context of one request. */
export async function createContext(caller: Caller): Promise<Context> {
  return { ...caller, principal: await caller.identify() };
}
