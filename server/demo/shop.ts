import { seeded } from "./random";
import type { System } from "./system";
import { boutique } from "./systems/boutique";
import { helpdesk } from "./systems/helpdesk";
import { journal } from "./systems/journal";
import { market } from "./systems/market";
import { storefront } from "./systems/storefront";
import { wholesale } from "./systems/wholesale";

/** The whole shop: six systems that know nothing of each other. */
export const SHOP: readonly System[] = [storefront, market, wholesale, boutique, helpdesk, journal];

const SHARES = SHOP.reduce((sum, system) => sum + system.share, 0);

/** Whose saga begins at a moment: the same for the same moment, by the systems' shares. */
export function systemAt(at: number): System {
  let left = seeded(`saga of ${at}`).next() * SHARES;
  for (const system of SHOP) {
    left -= system.share;
    if (left < 0) return system;
  }
  return SHOP[0]!;
}
