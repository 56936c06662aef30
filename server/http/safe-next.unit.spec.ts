import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeNext } from "./safe-next";

describe("the page after signing in", () => {
  it.each(["/", "/events?q=a%20b&range=1h#row", "/events/123", "/audit?who=Ann%2F%2FBob", "/apiary"])(
    "%s is kept",
    (path) => expect(safeNext(path)).toBe(path),
  );

  it.each([
    null,
    undefined,
    "",
    "events",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    " /\\evil.example",
    "/%09\\evil.example",
    "/api/taps/consent",
    "/API/trpc/x",
    "/x/../api/quarantine/1/body",
    "/_next/static/x.js",
    "/%61pi/trpc/x",
    "/%2F/evil.example",
    "/%ff",
    `/${"a".repeat(3_000)}`,
  ])("%j becomes the home page", (path) => expect(safeNext(path)).toBe("/"));

  it("is on this site, whatever the text", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.webUrl(),
      fc
        .array(
          fc.constantFrom("/", "\\", ".", "..", "\t", "@", ":", "//", "evil.example", "api", "?", "#", "%2f"),
        )
        .map((parts) => parts.join("")),
      fc.array(fc.constantFrom("/", "\\", ".", "evil")).map((parts) => `/${parts.join("")}`),
    );
    fc.assert(
      fc.property(text, (given) => {
        for (const base of ["https://sillage.example.com", "http://localhost:3000"]) {
          const url = new URL(safeNext(given), `${base}/sign-in?next=x`);
          expect(url.origin).toBe(base);
          expect(url.pathname).not.toMatch(/^\/(api|_next)(\/|$)/i);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
