import type { IncomingMessage, ServerResponse } from "node:http";
import { clientOf, type TrustedProxies } from "./client-address";

/**
 * What stands between the socket and Next.js, which does not show its handlers where a request came from: the address
 * is written into a header of our own, and no header of that name, nor one that claims a way through proxies, comes in
 * from outside.
 */

const ADDRESS = "x-sillage-client";
const DIRECT = "x-sillage-direct";

/** What our doors answer to. TRACE would show a page the headers that it may not read. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);

/** Set in this process by the server that makes the headers; without it they might be anybody's, and are not read. */
const shared = globalThis as typeof globalThis & { sillageGateway?: boolean };

/** The largest body that any of our doors takes is far below this. */
const MOST_BODY_BYTES = 1 << 20;

/** Says from now on that every request of this process passes `enter`. */
export function openGateway(): void {
  shared.sillageGateway = true;
}

/**
 * Prepares a request for Next.js.
 * @returns false when it was answered already: nobody here knows its method, or its body is too large or does not say
 * how large it is.
 */
export function enter(request: IncomingMessage, response: ServerResponse, trusted: TrustedProxies): boolean {
  const { headers } = request;
  const client = clientOf({ socket: request.socket.remoteAddress ?? null, headers }, trusted);
  for (const name of Object.keys(headers)) {
    if (name === "forwarded" || name === "x-real-ip" || /^x-(forwarded|sillage)-/.test(name))
      delete headers[name];
  }
  if (client.host !== null) headers.host = client.host;
  if (client.address !== null) headers[ADDRESS] = client.address;
  if (!client.forwarded) headers[DIRECT] = "1";
  if (!METHODS.has(request.method ?? "")) return refuse(response, 405);
  const length = headers["content-length"];
  if (headers["transfer-encoding"] !== undefined) return refuse(response, 411);
  if (length !== undefined && !(Number(length) <= MOST_BODY_BYTES)) return refuse(response, 413);
  return true;
}

/** Address of the client of a request, as far as our own server knows it. */
export function clientAddress(headers: Headers): string | null {
  return shared.sillageGateway ? headers.get(ADDRESS) : null;
}

/** Whether a request comes from this very machine, and through no proxy. */
export function isFromHere(headers: Headers): boolean {
  const address = clientAddress(headers);
  return address !== null && headers.get(DIRECT) === "1" && (/^127\./.test(address) || address === "::1");
}

const REFUSALS = {
  405: "This server does not know that method.",
  411: "Say how large the body is (Content-Length).",
  413: "The body is too large.",
} as const;

function refuse(response: ServerResponse, status: keyof typeof REFUSALS): false {
  // What is still on its way is not read: the connection ends with the answer.
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" });
  response.end(`${REFUSALS[status]}\n`);
  return false;
}
