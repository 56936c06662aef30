import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuditItem } from "@/server/audit/audit-schemas";
import type { LiveTurn } from "@/server/audit/live-messages";
import { type LiveRows, MAX_ROWS, noLiveRows, receive, show } from "./live-rows";

/** Turns of a log in which every record matches: ids are places in the log, the newest first in a turn. */
const turns = fc
  .array(fc.record({ count: fc.nat(900), dropped: fc.nat(500), skipped: fc.nat(100), hold: fc.boolean() }))
  .map((plans) => {
    let place = 0;
    return plans.map(({ count, dropped, skipped, hold }) => {
      place += dropped + skipped;
      const items = Array.from({ length: count }, (_, i) => item(place + count - 1 - i));
      place += count;
      return { turn: { items, dropped, skipped, next: place } satisfies LiveTurn, hold };
    });
  });

function item(id: number): AuditItem {
  return { message: { id: String(id) }, event: null } as AuditItem;
}

const ids = (rows: LiveRows) => [...rows.waiting, ...rows.shown].map(({ message }) => Number(message.id));

describe("live rows", () => {
  it("stay within their bounds, newest first, each once, and go on where the last turn ended", () => {
    fc.assert(
      fc.property(turns, (list) => {
        let rows = noLiveRows(0);
        for (const { turn, hold } of list) {
          rows = receive(rows, turn, hold);
          expect(rows.waiting.length).toBeLessThanOrEqual(MAX_ROWS);
          expect(rows.shown.length).toBeLessThanOrEqual(MAX_ROWS);
          const all = ids(rows);
          expect(all).toEqual([...new Set(all)].sort((a, b) => b - a));
          expect(rows.next).toBe(turn.next);
          expect(rows.behind).toBe(turn.dropped + turn.skipped > 0);
        }
      }),
    );
  });

  it("never move what is shown while they are held, and lose nothing uncounted", () => {
    fc.assert(
      fc.property(turns, (list) => {
        let rows = noLiveRows(0);
        for (const { turn } of list) {
          const before = rows.shown;
          rows = receive(rows, turn, true);
          expect(rows.shown).toBe(before);
        }
        expect(rows.waiting.length + rows.dropped).toBe(rows.next);
        expect(show(rows).shown.map(({ message }) => message.id)).toEqual(
          rows.waiting.map(({ message }) => message.id),
        );
      }),
    );
  });
});
