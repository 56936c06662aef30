import type { Random } from "./random";

export interface Line {
  productId: string;
  name: string;
  quantity: number;
  price: number;
}

const GOODS: readonly [string, string, number][] = [
  ["prod-101", "Carafe en verre soufflé", 34.9],
  ["prod-108", "Linen tea towel, set of three", 19.5],
  ["prod-114", "Lampe de bureau Éole", 89],
  ["prod-123", "Oak chopping board", 42],
  ["prod-130", "Théière en fonte 0,8 l", 56.4],
  ["prod-137", "Wool throw, slate blue", 74.95],
  ["prod-142", "Couteau d’office", 21.3],
  ["prod-155", "Enamel mug", 12.5],
  ["prod-161", "Panier en osier", 38],
  ["prod-176", "Cast-iron casserole, 4.7 l", 149],
  ["prod-183", "Bougie figuier", 24],
  ["prod-190", "Wall clock Meridian", 65.5],
];

/** What is in a basket: one to three lines. */
export function basket(random: Random, mostPieces = 3): Line[] {
  const lines: Line[] = [];
  const first = random.int(0, GOODS.length - 1);
  const count = random.int(1, 3);
  for (let n = 0; n < count; n++) {
    const [productId, name, price] = GOODS[(first + n * 5) % GOODS.length]!;
    lines.push({ productId, name, quantity: random.int(1, mostPieces), price });
  }
  return lines;
}

/** What the lines cost together, to the cent. */
export function totalOf(lines: readonly Line[]): number {
  return cents(lines.reduce((sum, line) => sum + line.quantity * line.price, 0));
}

/** Rounded to the cent. */
export function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

export const CARRIERS = ["Colissimo", "Chronopost", "DPD", "UPS"] as const;
