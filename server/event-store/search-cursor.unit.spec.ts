import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SillageError } from "@/server/errors";
import { decodeCursor, encodeCursor, keyTime } from "./search-cursor";

describe("a search cursor", () => {
  it("says where it was", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 16n }),
        fc.bigInt({ min: 0n, max: 2n ** 53n }),
        (micros, id) => {
          const key = { micros: String(micros), id: String(id) };
          expect(decodeCursor(encodeCursor(key))).toEqual(key);
        },
      ),
    );
  });

  it("is refused when it is anything else", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          decodeCursor(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SillageError);
          expect((error as SillageError).code).toBe("INVALID_INPUT");
        }
      }),
    );
  });

  it("keeps the microseconds of its moment", () => {
    expect(keyTime({ micros: "1795228199593001", id: "1" })).toBe("2026-11-21T02:29:59.593001Z");
  });
});
