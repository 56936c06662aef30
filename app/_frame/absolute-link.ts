import { boundsOf, type RangeState } from "../_range/range-state";

/**
 * The address that shows another person the same screen tomorrow: a preset range becomes the moments that it means now,
 * and the page stands still.
 * @param anchor the moment (ISO 8601) that a preset range ends at
 */
export function absoluteLink(href: string, range: RangeState, anchor: string): string {
  const url = new URL(href);
  const { from, to } = boundsOf(range, anchor);
  url.searchParams.delete("range");
  url.searchParams.delete("live");
  if (from !== null) url.searchParams.set("from", from);
  url.searchParams.set("to", to ?? anchor);
  return url.href;
}
