import { makeVisible } from "@/components/ui/visible-text";

/** Names in a drawing: short, and about as wide as they will be. Pure. */

const MOST = 26;
/** Average width of a character at 11 pixels, rather too wide than too narrow. */
const CHARACTER_PX = 6.3;

/** A name as a drawing has room for it: of a long one its end, which tells more than where it begins. */
export function shortName(name: string): string {
  const characters = [...makeVisible(name)];
  return characters.length <= MOST ? characters.join("") : `…${characters.slice(1 - MOST).join("")}`;
}

/** About how many pixels a text takes. */
export const widthOf = (text: string): number => Math.ceil(text.length * CHARACTER_PX);

/** Where the label of an event begins, right of its middle: after what is drawn on it. */
export const labelAt = ({ dead, compensation }: { dead: boolean; compensation: string | null }): number =>
  (dead ? 15 : 11) + (compensation === null ? 0 : 14);
