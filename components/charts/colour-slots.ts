/** Colours of a chart that may stand beside each other: `--color-chart-1` to `-7`. */
export const SLOTS = 7;

/**
 * Gives each name a colour slot, from 1 on. A name prefers the same slot always, whatever else is in the chart; of two
 * that prefer the same one, the later in the alphabet moves on. Up to seven names have a colour of their own each.
 */
export function colourSlots(names: readonly string[]): Map<string, number> {
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  for (const name of [...names].sort()) {
    if (taken.size === SLOTS) taken.clear();
    let slot = hash(name) % SLOTS;
    while (taken.has(slot)) slot = (slot + 1) % SLOTS;
    taken.add(slot);
    slots.set(name, slot + 1);
  }
  return slots;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}
