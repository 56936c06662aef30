import { BlockList, isIP } from "node:net";

/**
 * Whose request it is: the address that limits and records count, and the host name that it was sent to. Pure.
 * A header says what its sender likes, so only the headers of our own gateways are read, and of those only what the
 * gateways themselves wrote: from the right, up to the first address that is none of theirs.
 */

/** The gateways that stand before us. */
export interface TrustedProxies {
  has(address: string): boolean;
}

const MOST_HOPS = 32;

/**
 * Reads a list of addresses and networks, such as `10.0.0.0/8, 192.0.2.7, 2001:db8::/32`.
 * @returns null when one of them is neither.
 */
export function readTrustedProxies(text: string): TrustedProxies | null {
  const list = new BlockList();
  for (const entry of text.split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const [address, bits, more] = entry.split("/") as [string, string | undefined, string | undefined];
    const family = isIP(address);
    const longest = family === 4 ? 32 : 128;
    if (family === 0 || more !== undefined || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return null;
    const prefix = bits === undefined ? longest : Number(bits);
    if (prefix > longest) return null;
    list.addSubnet(address, prefix, family === 4 ? "ipv4" : "ipv6");
  }
  return { has: (address) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4") };
}

/** A request as it reached the socket. Header names in lower case, as Node has them. */
export interface Arrived {
  /** Address of the other end; null when it has gone. */
  socket: string | null;
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface Client {
  /** IPv4 or IPv6 in canonical form; null when nobody knows. */
  address: string | null;
  /** Value of the `Host` header that counts. */
  host: string | null;
  /** Some header claims a way through proxies, trusted or not. */
  forwarded: boolean;
}

/** Decides whose request it is. Forwarded headers from anybody but a trusted proxy have no effect on the address or host. */
export function clientOf({ socket, headers }: Arrived, trusted: TrustedProxies): Client {
  const other = socket === null ? null : canonicalAddress(socket);
  const host = textOf(headers.host);
  const standard = textOf(headers.forwarded);
  const usual = textOf(headers["x-forwarded-for"]);
  const forwarded = standard !== null || Object.keys(headers).some((name) => name.startsWith("x-forwarded-"));
  if (other === null || !trusted.has(other)) return { address: other, host, forwarded };
  const claims = [standard && hopsOfForwarded(standard), usual && hopsOf(usual)]
    .filter((hops) => hops !== null && hops !== "")
    .map((hops) => farthest(other, hops as string[], trusted));
  // A gateway writes one of the two and may pass the other on as a stranger wrote it: where they differ, neither counts.
  const [first = other, second = first] = claims;
  return {
    address: first === second ? first : other,
    host: lastOf(textOf(headers["x-forwarded-host"])) ?? host,
    forwarded,
  };
}

/** From our end outwards: the first address that is no gateway of ours, or the last that could be read. */
function farthest(from: string, hops: readonly string[], trusted: TrustedProxies): string {
  let address = from;
  for (const hop of hops.slice(-MOST_HOPS).reverse()) {
    const next = canonicalAddress(hop);
    if (next === null) break;
    address = next;
    if (!trusted.has(address)) break;
  }
  return address;
}

const hopsOf = (text: string): string[] => text.split(",").map((hop) => hop.trim());

/** The `for` of each element of a `Forwarded` header (RFC 7239). Quotes hold no commas in what we can use. */
function hopsOfForwarded(text: string): string[] {
  return text.split(",").map((element) => /(?:^|;)\s*for\s*=\s*"?([^";,\s]*)"?/i.exec(element)?.[1] ?? "");
}

/** `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711` as one address each; null for anything else. */
export function canonicalAddress(text: string): string | null {
  const bare =
    /^\[([^\]]{2,64})\](?::\d{1,5})?$/.exec(text)?.[1] ?? /^([\d.]{7,15}):\d{1,5}$/.exec(text)?.[1] ?? text;
  // An interface (`fe80::1%eth0`) is a matter of our machine, not of the client.
  const address = bare.split("%")[0]!;
  if (isIP(address) === 0) return null;
  // A socket that speaks both shows IPv4 like this.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  return isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}

function textOf(value: string | readonly string[] | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === "string" ? value : value.join(",");
}

function lastOf(text: string | null): string | null {
  return text?.split(",").at(-1)?.trim() || null;
}
