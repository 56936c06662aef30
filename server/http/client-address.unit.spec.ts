import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalAddress, clientOf, readTrustedProxies } from "./client-address";

const GATEWAYS = readTrustedProxies("10.0.0.0/8, 192.0.2.7, fd00::/8")!;
const NOBODY = readTrustedProxies("")!;
const address = (socket: string | null, headers: Record<string, string | string[]>, trusted = GATEWAYS) =>
  clientOf({ socket, headers }, trusted).address;

describe("trusted proxies", () => {
  it.each([
    "10.0.0.0/33",
    "gateway.example.com",
    "10.0.0.1/8/8",
    "10.0.0.1/x",
    "fd00::/129",
    "10.0.0.1 10.0.0.2",
  ])("%s is refused", (text) => expect(readTrustedProxies(text)).toBeNull());

  it("are addresses and networks of both kinds", () => {
    for (const inside of ["10.1.2.3", "192.0.2.7", "fd12::1"]) expect(GATEWAYS.has(inside)).toBe(true);
    for (const outside of ["11.0.0.1", "192.0.2.8", "fe80::1", "::1"])
      expect(GATEWAYS.has(outside)).toBe(false);
  });
});

describe("the address of a client", () => {
  it("is the socket's, whatever a stranger's headers say", () => {
    const headers = {
      forwarded: "for=1.1.1.1",
      "x-forwarded-for": "1.1.1.1",
      "x-forwarded-host": "evil.example",
      "x-real-ip": "1.1.1.1",
      host: "sillage.example.com",
    };
    for (const trusted of [GATEWAYS, NOBODY]) {
      expect(clientOf({ socket: "203.0.113.9", headers }, trusted)).toEqual({
        address: "203.0.113.9",
        host: "sillage.example.com",
        forwarded: true,
      });
    }
  });

  it("is what the gateways say, up to the first that is none of them", () => {
    expect(address("10.0.0.1", { "x-forwarded-for": "203.0.113.9" })).toBe("203.0.113.9");
    // What stands farther left was written by the client.
    expect(address("10.0.0.1", { "x-forwarded-for": "10.0.0.9, 1.1.1.1, 203.0.113.9, 10.2.0.1" })).toBe(
      "203.0.113.9",
    );
    expect(address("10.0.0.1", { "x-forwarded-for": ["1.1.1.1", "203.0.113.9"] })).toBe("203.0.113.9");
    expect(address("::ffff:10.0.0.1", { forwarded: 'for="[2001:DB8::1]:4711";proto=https' })).toBe(
      "2001:db8::1",
    );
    expect(address("fd00::1", { forwarded: "for=1.1.1.1, for=203.0.113.9;by=x, for=192.0.2.7" })).toBe(
      "203.0.113.9",
    );
  });

  it("is the last gateway's where the rest cannot be read, or two headers tell two stories", () => {
    expect(address("10.0.0.1", { "x-forwarded-for": "unknown" })).toBe("10.0.0.1");
    expect(address("10.0.0.1", { forwarded: "for=_hidden, for=10.0.0.2" })).toBe("10.0.0.2");
    expect(address("10.0.0.1", { "x-forwarded-for": "1.1.1.1", forwarded: "for=203.0.113.9" })).toBe(
      "10.0.0.1",
    );
    expect(address("10.0.0.1", { "x-forwarded-for": "1.1.1.1", forwarded: "for=1.1.1.1" })).toBe("1.1.1.1");
    expect(address("10.0.0.1", { "x-forwarded-for": "" })).toBe("10.0.0.1");
    expect(address(null, { "x-forwarded-for": "1.1.1.1" })).toBeNull();
  });

  it("cannot be chosen by whoever stands before the gateways", () => {
    const hop = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.constantFrom("10.0.0.3", "unknown", ""));
    fc.assert(
      fc.property(
        fc.array(hop, { maxLength: 50 }),
        fc.constantFrom("203.0.113.9", "2001:db8::7"),
        (forged, real) => {
          const chain = [...forged, real, "10.0.0.2"].join(",");
          expect(address("10.0.0.1", { "x-forwarded-for": chain })).toBe(real);
          expect(address("203.0.113.5", { "x-forwarded-for": chain })).toBe("203.0.113.5");
        },
      ),
    );
  });
});

describe("the host that counts", () => {
  it("is the one that a gateway forwarded, else the request's own", () => {
    const host = (headers: Record<string, string>) =>
      clientOf({ socket: "10.0.0.1", headers }, GATEWAYS).host;
    expect(host({ host: "web:3000", "x-forwarded-host": "sillage.example.com" })).toBe("sillage.example.com");
    expect(host({ host: "web:3000" })).toBe("web:3000");
    expect(host({ host: "web:3000", "x-forwarded-host": "" })).toBe("web:3000");
    expect(host({})).toBeNull();
  });
});

describe("an address", () => {
  it.each([
    ["192.0.2.1:4711", "192.0.2.1"],
    ["[2001:DB8:0::1]:80", "2001:db8::1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["fe80::1%eth0", "fe80::1"],
    ["localhost", null],
    ["192.0.2", null],
    ["<script>", null],
  ])("%s is %s", (text, expected) => expect(canonicalAddress(text)).toBe(expected));
});
