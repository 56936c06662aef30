import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, isForeignWrite, isKnownHost, securityHeaders } from "./security";

describe("a Host header", () => {
  it.each(["127.0.0.1:3000", "localhost", "LOCALHOST:80", "[::1]:3000"])("%s is this machine", (host) => {
    expect(isKnownHost(host, undefined)).toBe(true);
  });

  it.each([
    null,
    "",
    "evil.example",
    "127.0.0.1.evil.example:3000",
    "localhost@evil.example",
    "[::1",
    "127.0.0.1:x",
  ])("%s is refused", (host) => {
    expect(isKnownHost(host, undefined)).toBe(false);
  });

  it("may be the public address, with or without its usual port", () => {
    expect(isKnownHost("sillage.example.com", "https://sillage.example.com")).toBe(true);
    expect(isKnownHost("sillage.example.com:443", "https://sillage.example.com")).toBe(true);
    expect(isKnownHost("sillage.example.com:8080", "https://sillage.example.com")).toBe(false);
  });
});

describe("the content security policy of a page", () => {
  it("lets no inline script or style through without the nonce", () => {
    const policy = contentSecurityPolicy("abc", false);
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic'");
    expect(policy).toContain("style-src 'self' 'nonce-abc'");
    for (const name of ["frame-ancestors", "object-src", "base-uri"])
      expect(policy).toContain(`${name} 'none'`);
  });
});

describe("a request that changes something", () => {
  const PUBLIC = "https://sillage.example.com";
  const foreign = (headers: { origin?: string; fetchSite?: string; host?: string }, publicUrl?: string) =>
    isForeignWrite("POST", { origin: null, fetchSite: null, host: "localhost:3000", ...headers }, publicUrl);

  it("comes from a page of ours, or from no page", () => {
    expect(foreign({})).toBe(false);
    expect(foreign({ origin: "http://localhost:3000", fetchSite: "same-origin" })).toBe(false);
    expect(foreign({ origin: PUBLIC, host: "sillage.example.com" }, PUBLIC)).toBe(false);
    // A gateway that passes its own name for us on.
    expect(foreign({ origin: PUBLIC, host: "localhost:3000" }, PUBLIC)).toBe(false);
  });

  it.each([
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://localhost:4000" },
    { origin: "http://127.0.0.1:3000" },
    { fetchSite: "cross-site" },
    { fetchSite: "same-site" },
    { origin: "http://localhost:3000", fetchSite: "same-site" },
    { origin: "http://sillage.example.com" },
    { origin: "https://sillage.example.com.evil.example" },
    { origin: "https://evil.example", host: "evil.example" },
  ])("is refused from %j", (headers) => expect(foreign(headers, PUBLIC)).toBe(true));

  it("is not one that only reads", () => {
    expect(
      isForeignWrite("GET", { origin: "https://evil.example", fetchSite: null, host: "x" }, undefined),
    ).toBe(false);
  });
});

describe("headers of every answer", () => {
  it("tell browsers to stay with TLS where people come over it, and only there", () => {
    const name = "Strict-Transport-Security";
    expect(securityHeaders("https://sillage.example.com")[name]).toMatch(/^max-age=\d{8}$/);
    expect(securityHeaders("http://sillage.example.com")).not.toHaveProperty(name);
    expect(securityHeaders(undefined)).not.toHaveProperty(name);
    expect(securityHeaders(undefined)["X-Frame-Options"]).toBe("DENY");
  });
});
