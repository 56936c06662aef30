import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, isKnownHost } from "./security";

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
