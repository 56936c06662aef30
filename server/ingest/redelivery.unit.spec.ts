import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DeliveryDigest, packDigests } from "@/server/event-store/delivery-digest";
import { RedeliveryAligner } from "./redelivery";

/** A delivery in these tests: a letter for its content, lower case when the message is transient. */
type Letter = string;

function digest(letter: Letter): DeliveryDigest {
  return [letter === letter.toUpperCase() ? 0 : 0x80000000, letter.toUpperCase().charCodeAt(0)];
}

function align(tail: Letter[], redelivered: Letter[], fresh: Letter[] = []): number {
  const aligner = new RedeliveryAligner(packDigests(tail.map(digest)));
  for (const letter of redelivered) aligner.push(digest(letter), true);
  for (const letter of fresh) aligner.push(digest(letter), false);
  aligner.finish();
  return aligner.known;
}

describe("the first deliveries of a new consumer", () => {
  it("are new when nothing was committed before", () => {
    expect(align([], [..."AB"])).toBe(0);
  });

  it("are new when they were never delivered before, whatever they look like", () => {
    expect(align([..."AB"], [], [..."AB"])).toBe(0);
  });

  it("are known as far as they repeat the end of what was committed", () => {
    expect(align([..."ABCD"], [..."CDEF"])).toBe(2);
  });

  it("are new when they were delivered but not committed", () => {
    expect(align([..."ABCD"], [..."EF"])).toBe(0);
  });

  it("are new when they repeat something in the middle and go on differently", () => {
    expect(align([..."ABCD"], [..."BX"])).toBe(0);
  });

  it("keep equal messages beyond the end of what was committed", () => {
    expect(align([..."XAA"], [..."AAAA"])).toBe(2);
  });

  it("may lack transient messages that did not survive the broker", () => {
    expect(align([..."AbCd"], [..."ACE"])).toBe(2);
  });

  it("do not lack persistent ones", () => {
    expect(align([..."ABC"], [..."AC"])).toBe(0);
  });

  it("settle as soon as nothing in the tail explains them", () => {
    const aligner = new RedeliveryAligner(packDigests([digest("A")]));
    aligner.push(digest("Z"), true);
    expect(aligner.settled).toBe(true);
  });
});

describe("messages that repeat", () => {
  const pattern = (n: number): DeliveryDigest => [1, n % 150];

  it("are new beyond the deliveries in doubt, when nothing tells them from old ones", () => {
    const tail = packDigests(Array.from({ length: 50_000 }, (_, n) => pattern(n)));
    const aligner = new RedeliveryAligner(tail, 0);
    for (let n = 50_000; n < 56_000 && !aligner.settled; n++) aligner.push(pattern(n), true);
    aligner.finish();
    expect(aligner.known).toBe(0);
  });

  it("are known beyond the deliveries in doubt with one among them that does not repeat", () => {
    const tail = packDigests([pattern(0), pattern(0), [9, 9], pattern(0)]);
    const aligner = new RedeliveryAligner(tail, 1);
    for (const digest of [pattern(0), [9, 9], pattern(0)] as DeliveryDigest[]) aligner.push(digest, true);
    aligner.finish();
    expect(aligner.known).toBe(3);
  });

  it("are not explained by transient ones that the broker still has", () => {
    const transient = (n: number): DeliveryDigest => [0x80000000 + n, n];
    const aligner = new RedeliveryAligner(packDigests([transient(7), transient(8), transient(9)]), 3, false);
    aligner.push(transient(7), true);
    aligner.finish();
    expect(aligner.known).toBe(0);
  });
});

describe("alignment in general", () => {
  const letters = fc.array(fc.constantFrom(..."ABCDEFGH"), { maxLength: 40 });

  it("stores each message once when contents differ", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (committed, acked, delivered) => {
        fc.pre(acked <= committed);
        const all = Array.from({ length: committed + delivered }, (_, i): DeliveryDigest => [0, i]);
        const aligner = new RedeliveryAligner(packDigests(all.slice(0, committed)));
        for (const redelivered of all.slice(acked)) aligner.push(redelivered, true);
        aligner.finish();
        expect(aligner.known).toBe(committed - acked);
      }),
    );
  });

  it("never takes more for known than equals the end of the tail", () => {
    fc.assert(
      fc.property(letters, letters, (tail, redelivered) => {
        const known = align(tail, redelivered);
        expect(known).toBeLessThanOrEqual(Math.min(tail.length, redelivered.length));
        expect(redelivered.slice(0, known)).toEqual(known === 0 ? [] : tail.slice(-known));
      }),
    );
  });
});
