import { describe, expect, it } from "vitest";
import { expectSame, whileAllowed } from "./while-allowed";

/** Checks before every item, and every 5 ms while none comes. */
const AT_ONCE = { stale: -1, quiet: 5 };
const GONE = new Error("signed out");

describe("a subscription", () => {
  it("hands on everything in order while its subscriber may have it", async () => {
    async function* three() {
      yield 1;
      yield 2;
      yield 3;
    }
    const seen: number[] = [];
    for await (const item of whileAllowed(three(), async () => {}, AT_ONCE)) seen.push(item);
    expect(seen).toEqual([1, 2, 3]);
  });

  it("that is quiet ends soon after its subscriber may no longer have it", async () => {
    let ended = false;
    async function* silence(): AsyncGenerator<never> {
      await new Promise(() => {});
    }
    const following = whileAllowed(
      silence(),
      async () => {
        if (ended) throw GONE;
        ended = true;
      },
      AT_ONCE,
    ).next();
    await expect(following).rejects.toBe(GONE);
  });

  it("hands on nothing that came after a check was due and failed", async () => {
    async function* two() {
      yield "before";
      yield "after";
    }
    const seen: string[] = [];
    let checks = 0;
    const recheck = async () => {
      if (++checks > 1) throw GONE;
    };
    const following = (async () => {
      for await (const item of whileAllowed(two(), recheck, AT_ONCE)) seen.push(item);
    })();
    await expect(following).rejects.toBe(GONE);
    expect(seen).toEqual(["before"]);
  });

  it("hands on the error of what it follows", async () => {
    async function* broken() {
      yield 1;
      throw new Error("broken");
    }
    const seen: number[] = [];
    const following = (async () => {
      for await (const item of whileAllowed(broken(), async () => {}, AT_ONCE)) seen.push(item);
    })();
    await expect(following).rejects.toThrow("broken");
    expect(seen).toEqual([1]);
  });

  it("lets what it follows go when nobody listens any more", async () => {
    let closed = false;
    async function* endless() {
      try {
        for (;;) yield 1;
      } finally {
        closed = true;
      }
    }
    for await (const _ of whileAllowed(endless(), async () => {}, AT_ONCE)) break;
    expect(closed).toBe(true);
  });
});

describe("what a subscriber may see", () => {
  const principal = { kind: "user", id: "1", name: "somebody", grants: [] } as const;
  const before = { principal, scope: [{ vhost: "/", exchanges: null }], unmasked: [] } as const;

  it("is the same as long as scope and masks are", () => {
    expect(() =>
      expectSame(before, { ...before, principal: { ...principal, name: "renamed" } }),
    ).not.toThrow();
  });

  it.each([{ scope: "everything" as const }, { unmasked: [{ vhost: "/", exchanges: null }] }])(
    "has changed with %j",
    (change) => {
      expect(() => expectSame(before, { ...before, ...change })).toThrow("Connect again");
    },
  );
});
