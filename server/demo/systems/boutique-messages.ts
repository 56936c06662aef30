import { basket, CARRIERS, totalOf } from "../goods";
import { iso } from "../order-numbers";
import { type Person, somebody } from "../people";
import { seeded } from "../random";
import type { ShopMessage } from "../shop-message";

/*
 * The dialect of the boutique, written in Python with pika: French topics, snake_case, no ids, no envelope and no
 * properties at all. What belongs together shows only in the order's number.
 */

export const DOMAIN_EVENTS = "domain_events";

export type BoutiqueFate = "livrée" | "refusée" | "illisible" | "oubliée";

export interface BoutiqueOrder {
  orderId: string;
  customer: Person;
  total: number;
  carrier: string;
  fate: BoutiqueFate;
  takes(step: string, least: number, most: number): number;
}

const EPOCH = Date.UTC(2026, 0, 1);

/** The number of the order that began then: digits only, as the boutique counts. */
export function boutiqueNumber(at: number): string {
  return String(at - EPOCH);
}

/** The order of a number. */
export function boutiqueOrder(orderId: string): BoutiqueOrder {
  const seed = `boutique ${orderId}`;
  const random = seeded(seed);
  return {
    orderId,
    customer: somebody(random),
    total: totalOf(basket(random)),
    carrier: random.pick(CARRIERS),
    fate: fateOf(random.next()),
    takes: (step, least, most) => seeded(`${seed} ${step} takes`).int(least, most),
  };
}

function fateOf(chance: number): BoutiqueFate {
  if (chance < 0.8) return "livrée";
  if (chance < 0.9) return "refusée";
  if (chance < 0.95) return "illisible";
  return "oubliée";
}

/** An event of the boutique: nothing but its topic and its data. */
export function boutiqueEvent(topic: string, data: object): ShopMessage {
  return {
    exchange: DOMAIN_EVENTS,
    routingKey: topic,
    properties: {},
    headers: {},
    body: Buffer.from(JSON.stringify(data)),
  };
}

/** A new order. One of the tills writes the total in words: no consumer can read that. */
export function commandeCreee(order: BoutiqueOrder, at: number): ShopMessage {
  const { orderId, customer, total, fate } = order;
  return boutiqueEvent("commandes.creee", {
    order_id: orderId,
    customer_id: customer.id,
    client: { nom: customer.name, email: customer.email, telephone: customer.phone },
    total: fate === "illisible" ? `${Math.floor(total)} euros ${Math.round((total % 1) * 100)}` : total,
    created_at: iso(at),
  });
}
