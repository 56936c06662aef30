/** What the producer's own versions say about the order and the completeness of a stream. Pure. */

export type VersionNote =
  /** versions between that no event of this part declares */
  | { code: "gap"; from: number; to: number }
  /** an event before it in the stream declared the same version */
  | { code: "repeated" }
  /** it came after one that declares a higher version */
  | { code: "late" }
  /** the first event of the stream declares more than 1: what came before was not seen, or the count began there */
  | { code: "starts_at" };

/**
 * Judges the declared versions of consecutive events of one stream. What stands before the first row is not known, so
 * the first one that declares a version is never said to be wrong, unless it is the first of the whole stream.
 */
export function judgeVersions(
  rows: readonly { streamSeq: number | null; declaredVersion: number | null }[],
): VersionNote[][] {
  const declared = new Set(rows.map((row) => row.declaredVersion));
  const before = new Set<number>();
  let highest: number | null = null;
  return rows.map(({ streamSeq, declaredVersion: version }) => {
    if (version === null) return [];
    const notes: VersionNote[] = [];
    if (before.has(version)) notes.push({ code: "repeated" });
    else if (highest !== null && version < highest) notes.push({ code: "late" });
    else if (highest !== null) notes.push(...gapsBetween(highest, version, declared));
    else if (streamSeq === 1 && version > 1) notes.push({ code: "starts_at" });
    before.add(version);
    highest = Math.max(highest ?? version, version);
    return notes;
  });
}

/** Runs of versions strictly between two that nothing declares. A later row may declare one: then it is late, not lost. */
function gapsBetween(low: number, high: number, declared: ReadonlySet<number | null>): VersionNote[] {
  const between = [...declared].filter((it): it is number => it !== null && it > low && it < high);
  const edges = [low, ...between.sort((a, b) => a - b), high];
  return edges.slice(1).flatMap((edge, i): VersionNote[] => {
    const from = edges[i]! + 1;
    return edge > from ? [{ code: "gap", from, to: edge - 1 }] : [];
  });
}
