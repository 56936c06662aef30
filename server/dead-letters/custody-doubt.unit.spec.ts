import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Doubt } from "./custody-doubt";

const again = (digest: string) => ({ digest, redelivered: true });
const fresh = (digest: string) => ({ digest, redelivered: false });

/** What a worker makes of a queue in whose last batch another died, and what is then stored. */
function storedAfter(
  queue: { batch: string[]; kept: number; ackTaken: boolean; rest: string[] },
  probes: readonly number[],
): string[] {
  const kept = queue.ackTaken ? queue.batch : queue.batch.slice(0, queue.kept);
  const waiting = queue.ackTaken ? queue.rest : [...queue.batch, ...queue.rest];
  // Workers that took some, and died before they could note what they saw.
  const delivered = Math.max(queue.ackTaken ? 0 : queue.batch.length, ...probes);
  const deliveries = waiting.map((digest, n) => ({ digest, redelivered: n < delivered }));
  const doubt = new Doubt(kept, 1, probes.length === 0);
  const known = kept.length === 0 ? [] : doubt.settle(deliveries);
  return [...kept, ...deliveries.filter((_, n) => !known.includes(n)).map(({ digest }) => digest)];
}

describe("messages in doubt", () => {
  it("are settled by what comes again, each once", () => {
    const doubt = new Doubt(["a", "b", "a"], 7, true);
    expect(doubt.settle([again("a"), again("c"), fresh("b"), again("a"), again("a")])).toEqual([0, 3]);
    expect(doubt.size).toBe(1);
    expect(doubt.settle([again("b")])).toEqual([0]);
  });

  it("come again all or not at all where others may have been delivered meanwhile", () => {
    expect(new Doubt(["a", "b"], 7, false).settle([again("a"), again("x")])).toEqual([]);
    expect(new Doubt(["a", "b"], 7, false).settle([again("b"), again("a"), again("x")])).toEqual([0, 1]);
    expect(new Doubt(["a", "b"], 7, false).settle([again("x"), again("a"), again("b")])).toEqual([]);
    expect(new Doubt(["a", "a"], 7, false).settle([again("a"), again("a")])).toEqual([]);
  });

  const equal = fc.constantFrom("a", "b", "c");

  it("leave every message in one place, equal ones too, wherever the worker died in its batch", () => {
    fc.assert(
      fc.property(
        fc.array(equal, { maxLength: 20 }),
        fc.nat(20),
        fc.boolean(),
        fc.array(equal, { maxLength: 20 }),
        (batch, kept, ackTaken, rest) => {
          expect(storedAfter({ batch, kept, ackTaken, rest }, []).sort()).toEqual([...batch, ...rest].sort());
        },
      ),
    );
  });

  it("leave every message in one place when the next workers die as well, where messages differ", () => {
    const different = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 40 });
    const probes = fc.array(fc.nat(40), { maxLength: 3 });
    fc.assert(
      fc.property(different, fc.nat(40), fc.boolean(), probes, (all, at, ackTaken, died) => {
        const [batch, rest] = [all.slice(0, at), all.slice(at)];
        const stored = storedAfter({ batch, kept: batch.length, ackTaken, rest }, died);
        expect(new Set(stored)).toEqual(new Set(all));
        // One message alone cannot be told from an equal one: it may be kept twice.
        if (batch.length !== 1) expect(stored.sort()).toEqual([...all].sort());
      }),
    );
  });
});
