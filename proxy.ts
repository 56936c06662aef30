import { type NextRequest, NextResponse } from "next/server";
import { isDevelopment, readEnv } from "@/server/env";
import {
  ADDRESS_HEADER,
  contentSecurityPolicy,
  isForeignWrite,
  isKnownHost,
  securityHeaders,
} from "@/server/http/security";

const { publicUrl } = readEnv();
const HEADERS = securityHeaders(publicUrl);

/** Runs before every request: refuses foreign host names, and gives each page its own nonce. Next.js demands the name and the place. */
export function proxy(request: NextRequest): NextResponse {
  const host = request.headers.get("host");
  if (!isKnownHost(host, publicUrl)) {
    return new NextResponse(
      "This server does not answer to that host name. Set PUBLIC_URL to the address that people use.\n",
      {
        status: 421,
        headers: { "Content-Type": "text/plain; charset=utf-8", ...HEADERS },
      },
    );
  }
  const [origin, fetchSite] = ["origin", "sec-fetch-site"].map((name) => request.headers.get(name));
  if (
    isForeignWrite(request.method, { origin: origin ?? null, fetchSite: fetchSite ?? null, host }, publicUrl)
  ) {
    return new NextResponse("Another site's page may not change anything here.\n", {
      status: 403,
      headers: { "Content-Type": "text/plain; charset=utf-8", ...HEADERS },
    });
  }
  const headers = new Headers(request.headers);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce, isDevelopment);
  // Next.js takes the nonce for its own scripts from this header.
  headers.set("Content-Security-Policy", policy);
  headers.set(ADDRESS_HEADER, addressOf(request.nextUrl));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  if (request.nextUrl.pathname.startsWith("/api/")) response.headers.set("Cache-Control", "no-store");
  return response;
}

/** Without what Next.js adds to its own requests for parts of a page. */
function addressOf({ pathname, searchParams }: NextRequest["nextUrl"]): string {
  const asked = new URLSearchParams(searchParams);
  asked.delete("_rsc");
  return asked.size > 0 ? `${pathname}?${asked}` : pathname;
}

export const config = { matcher: "/((?!_next/static/).*)" };
