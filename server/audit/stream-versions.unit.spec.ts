import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeVersions } from "./stream-versions";

const judge = (...versions: (number | null)[]) =>
  judgeVersions(versions.map((declaredVersion, i) => ({ streamSeq: i + 1, declaredVersion })));
const codes = (...versions: (number | null)[]) =>
  judge(...versions).map((notes) => notes.map((note) => note.code).join("+"));

describe("declared versions", () => {
  it("that count up have nothing to say", () => expect(codes(1, 2, 3)).toEqual(["", "", ""]));
  it("that leave some out have a gap, which names them", () => {
    expect(judge(1, 2, 6)).toEqual([[], [], [{ code: "gap", from: 3, to: 5 }]]);
  });
  it("that come late are late, and not lost", () => expect(codes(1, 3, 2, 4)).toEqual(["", "", "late", ""]));
  it("that come twice are repeated", () => expect(codes(1, 2, 2, 3)).toEqual(["", "", "repeated", ""]));
  it("that are not declared say nothing", () => expect(codes(null, 1, null, 2)).toEqual(["", "", "", ""]));
  it("that begin later than the stream say where", () => expect(codes(4, 5)).toEqual(["starts_at", ""]));
  it("of a part from the middle say nothing of what is before it", () => {
    expect(judgeVersions([{ streamSeq: 40, declaredVersion: 41 }])).toEqual([[]]);
  });

  it("are a gap exactly where a version between the lowest and the highest is missing", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 20 }), (versions) => {
        const missing = judge(...versions).flatMap((notes) =>
          notes.flatMap((note) =>
            note.code === "gap"
              ? Array.from({ length: note.to - note.from + 1 }, (_, i) => note.from + i)
              : [],
          ),
        );
        const expected = [];
        const first = versions[0]!;
        for (let v = first; v < Math.max(...versions); v++) if (!versions.includes(v)) expected.push(v);
        expect(missing.sort((a, b) => a - b)).toEqual(expected);
      }),
    );
  });
});
