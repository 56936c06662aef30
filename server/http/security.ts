/** What the proxy decides about each request. Pure: no request objects, no environment. */

const LOCAL_HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Whether a `Host` header names this server. A page on the internet may let its own name point to 127.0.0.1 and so
 * read what listens here (DNS rebinding); such a request carries the foreign name.
 */
export function isKnownHost(host: string | null, publicUrl: string | undefined): boolean {
  if (!host) return false;
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:]+)(?::\d{1,5})?$/.exec(host);
  const name = match?.[1]?.toLowerCase();
  if (!name) return false;
  if (LOCAL_HOSTS.has(name)) return true;
  if (!publicUrl) return false;
  const known = new URL(publicUrl);
  return (
    host.toLowerCase() === known.host ||
    host.toLowerCase() === `${known.hostname}:${known.port || defaultPort(known)}`
  );
}

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request that changes something comes from a page of another origin. Browsers say where a request comes
 * from; scripts and command lines say nothing and are let through.
 */
export function isForeignWrite(
  method: string,
  headers: { origin: string | null; fetchSite: string | null; host: string | null },
  publicUrl: string | undefined,
): boolean {
  if (READING.has(method)) return false;
  if (headers.fetchSite !== null && headers.fetchSite !== "same-origin" && headers.fetchSite !== "none")
    return true;
  if (headers.origin === null) return false;
  if (!URL.canParse(headers.origin)) return true;
  const { origin, host } = new URL(headers.origin);
  if (publicUrl && origin === new URL(publicUrl).origin) return false;
  // Another program on this machine has a port of its own: it is another origin, though the name is the same.
  return host !== headers.host?.toLowerCase() || !isKnownHost(host, publicUrl);
}

function defaultPort(url: URL): string {
  return url.protocol === "https:" ? "443" : "80";
}

/** The content security policy of a page. `development`: the bundler's own client evaluates code and sets styles. */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  const rules = {
    "default-src": ["'self'"],
    "script-src": [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(development ? ["'unsafe-eval'"] : []),
    ],
    "style-src": ["'self'", ...(development ? ["'unsafe-inline'"] : [`'nonce-${nonce}'`])],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(rules)
    .map(([name, values]) => `${name} ${values.join(" ")}`)
    .join("; ");
}

/** Two years, as browsers ask before they keep a list of such sites. */
const HSTS = "max-age=63072000";

/** Headers of every answer; where people come over TLS, with the word never to come without it. */
export function securityHeaders(publicUrl: string | undefined): Readonly<Record<string, string>> {
  if (!publicUrl?.startsWith("https:")) return SECURITY_HEADERS;
  return { ...SECURITY_HEADERS, "Strict-Transport-Security": HSTS };
}

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
};

/** Path and query of the page that a request asked for, which Next.js does not tell its pages. Set by the proxy alone. */
export const ADDRESS_HEADER = "x-sillage-address";
