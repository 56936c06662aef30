import type { Principal } from "@/server/access/principal";
import { clientAddress } from "@/server/http/gateway";
import type { WebServices } from "@/server/web-services";
import { addressBlock } from "./address-block";
import { fairPool } from "./fair-pool";

/** Whoever asks, as the limits count them: a person or token, or else the address that a stranger comes from. */
export function payerOf(principal: Principal | null, headers: Headers): string {
  if (principal) return `${principal.kind} ${principal.id}`;
  const address = clientAddress(headers);
  return address === null ? "unknown" : `address ${addressBlock(address)}`;
}

/** The services as one payer gets them: their searches take turns with those of the others. */
export function shareOf(services: WebServices, payer: string): WebServices {
  return { ...services, searchPool: fairPool(services.searchPool, services.turns, payer) };
}
