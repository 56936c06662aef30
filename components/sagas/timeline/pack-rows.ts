/** Things side by side and one above the other. Pure. */

export interface Extent {
  x0: number;
  x1: number;
}

/**
 * Gives each extent the first row in which it meets no other, in the order in which they are given: what matters most goes
 * first. -1: there is no room in any of `most` rows.
 */
export function packRows(extents: readonly Extent[], most: number): number[] {
  const rows: Extent[][] = [];
  return extents.map((extent) => {
    for (let row = 0; row < most; row++) {
      rows[row] ??= [];
      const taken = rows[row]!;
      const at = place(taken, extent.x0);
      if ((taken[at - 1]?.x1 ?? Number.NEGATIVE_INFINITY) > extent.x0) continue;
      if ((taken[at]?.x0 ?? Number.POSITIVE_INFINITY) < extent.x1) continue;
      taken.splice(at, 0, extent);
      return row;
    }
    return -1;
  });
}

/** Where something that begins at `x0` belongs among extents in order. */
function place(taken: readonly Extent[], x0: number): number {
  let [low, high] = [0, taken.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (taken[middle]!.x0 < x0) low = middle + 1;
    else high = middle;
  }
  return low;
}
