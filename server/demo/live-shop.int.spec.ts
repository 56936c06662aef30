import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Delivery } from "@/server/broker/delivery";
import { encodeProperties, type HeaderTable } from "@/server/broker/encode-properties";
import { createTestVhost, type TestVhost } from "@/server/testing/vhost";
import { LiveShop } from "./live-shop";
import { orderKey } from "./order-numbers";
import { type Death, headersAfterDeath } from "./simulation/deaths";
import type { System } from "./system";
import { boutique } from "./systems/boutique";
import { boutiqueNumber, boutiqueOrder } from "./systems/boutique-messages";
import { helpdesk } from "./systems/helpdesk";
import { helpdeskComplaint } from "./systems/helpdesk-messages";
import { market } from "./systems/market";
import { marketOrder } from "./systems/market-messages";
import { storefront } from "./systems/storefront";
import { storefrontOrder } from "./systems/storefront-orders";
import { wholesale } from "./systems/wholesale";
import { wholesaleOrder } from "./systems/wholesale-messages";
import { type Observer, observe } from "./testing/observer";
import { momentWhere } from "./testing/sagas";

let place: TestVhost;
let shop: LiveShop;
let observer: Observer;

const openShop = async () => {
  // People hurry: nobody wants to wait for them in a spec.
  const opening = new LiveShop({
    target: { url: place.url },
    vhost: place.vhost,
    logger: pino({ level: "silent" }),
    pace: 0.01,
  });
  await opening.open();
  return opening;
};

beforeAll(async () => {
  place = await createTestVhost();
  shop = await openShop();
  observer = await observe(place.url, place.vhost);
});

afterAll(async () => {
  await shop?.stop();
  await observer?.close();
  await place?.drop();
});

/** Begins a saga with that fate. */
async function begin(system: System, holds: (at: number) => boolean): Promise<number> {
  const at = momentWhere(Date.now(), holds);
  expect(await shop.begin(system, at)).toBe(true);
  return at;
}

const mentions = (delivery: Delivery, id: string) => delivery.body.includes(id);
const published = (routingKey: string, id: string) => (delivery: Delivery) =>
  delivery.routingKey === routingKey && mentions(delivery, id);

describe("the live shop", () => {
  it("completes an orchestrated and a choreographed order, and a complaint", async () => {
    const [web, stall, gripe] = await Promise.all([
      begin(storefront, (at) => storefrontOrder(orderKey(at)).fate === "delivered"),
      begin(market, (at) => marketOrder(`MKT-${orderKey(at)}`).fate === "delivered"),
      begin(helpdesk, (at) => helpdeskComplaint(`complaint-${orderKey(at)}`).fate === "closed"),
    ]);
    await Promise.all([
      observer.until(published("order.completed", `ord-${orderKey(web)}`)),
      observer.until(published("order.completed", `MKT-${orderKey(stall)}`)),
      observer.until(published("complaint.closed", `complaint-${orderKey(gripe)}`)),
    ]);
  });

  it("compensates what wholesale cannot deliver", async () => {
    const at = await begin(
      wholesale,
      (moment) => wholesaleOrder(`W-${orderKey(moment)}`).fate === "out of stock",
    );
    const key = `W-${orderKey(at)}`;
    await observer.until(
      (delivery) => delivery.headers?.["event-type"] === "order.cancelled" && delivery.routingKey === key,
    );
  });

  it("dead-letters a payment that met an outage; sent back to its queue, the saga completes", async () => {
    const at = await begin(market, (moment) => marketOrder(`MKT-${orderKey(moment)}`).fate === "timeout");
    const id = `MKT-${orderKey(at)}`;
    const dead = await observer.until(
      ({ exchange, body }) => exchange === "market.events.dlx" && body.includes(id),
    );
    expect(dead.headers).toMatchObject({
      "x-error-class": "transient",
      "x-exception-type": "GatewayTimeoutError",
    });
    expect(observer.deliveries.some(published("payment.authorized", id))).toBe(false);
    await observer.sendBack("market.events.dlq", "market.payments");
    await observer.until(published("order.completed", id));
  });

  it("goes on with what it had in hand when it is stopped in the middle", async () => {
    const at = await begin(market, (moment) => {
      const order = marketOrder(`MKT-${orderKey(moment)}`);
      return order.fate === "delivered" && order.takes("dispatch", 1_500, 6_000) > 4_000;
    });
    const id = `MKT-${orderKey(at)}`;
    await observer.until(published("payment.authorized", id));
    await shop.stop();
    expect(observer.deliveries.some(published("shipment.dispatched", id))).toBe(false);
    shop = await openShop();
    await observer.until(published("order.completed", id));
    expect(observer.deliveries.filter(published("shipment.dispatched", id))).toHaveLength(1);
  });
});

describe("when one of its queues is deleted under it", () => {
  it("declares it again and goes on", async () => {
    await observer.deleteQueue("market.orders");
    const isBack = async () =>
      shop.begin(
        market,
        momentWhere(Date.now(), (at) => marketOrder(`MKT-${orderKey(at)}`).fate === "declined"),
      );
    await expect.poll(isBack, { interval: 200, timeout: 15_000 }).toBe(true);
    await observer.until(
      ({ routingKey, exchange }) => exchange === "market.events" && routingKey === "order.cancelled",
    );
  });
});

describe("a queue that an earlier version declared otherwise", () => {
  it("is replaced while it is empty", async () => {
    await shop.stop();
    await observer.declareOtherwise("market.payments.wait");
    shop = await openShop();
    const at = await begin(market, (moment) => marketOrder(`MKT-${orderKey(moment)}`).fate === "flaky");
    await observer.until(published("payment.authorized", `MKT-${orderKey(at)}`));
  });
});

describe("the history's bytes", () => {
  it("are those of every message on the wire", async () => {
    const plain = observer.deliveries.filter(({ headers }) => headers?.["x-death"] === undefined);
    expect(plain.length).toBeGreaterThan(30);
    for (const { properties, headers, rawProperties } of plain) {
      const encoded = encodeProperties(said(properties), (headers ?? {}) as HeaderTable);
      expect(encoded.toString("hex")).toBe(rawProperties.toString("hex"));
    }
  });

  it("are those of the broker after one death and after two", async () => {
    const at = await begin(boutique, (moment) => boutiqueOrder(boutiqueNumber(moment)).fate === "illisible");
    const once = await observer.until(
      ({ exchange, body }) => exchange === "domain_events.dlx" && body.includes(boutiqueNumber(at)),
    );
    const twice = await observer.until(({ exchange }) => exchange === "market.events.dlx");
    const fresh = await observer.until(
      ({ exchange, body }) => exchange === "market.retry" && body.equals(twice.body),
    );
    const [onlyTime] = timesOf(once);
    const [laterTime, firstTime] = timesOf(twice);
    const rejected: Death = {
      reason: "rejected",
      queue: "boutique.paiements",
      at: onlyTime!,
      exchange: "domain_events",
      routingKey: "commandes.creee",
    };
    expect(once.rawProperties.toString("hex")).toBe(
      encodeProperties({}, headersAfterDeath({}, rejected)).toString("hex"),
    );
    const back = { exchange: "market.retry", routingKey: "market.payments" };
    const waited: Death = { reason: "expired", queue: "market.payments.wait", at: firstTime!, ...back };
    const again: Death = {
      reason: "rejected",
      queue: "market.payments",
      at: laterTime!,
      ...back,
      exchange: "",
    };
    const headers = headersAfterDeath(headersAfterDeath(fresh.headers as HeaderTable, waited), again);
    expect(twice.rawProperties.toString("hex")).toBe(
      encodeProperties(said(fresh.properties), headers).toString("hex"),
    );
  });
});

/** Milliseconds of the deaths, the newest first. */
function timesOf(delivery: Delivery): number[] {
  const deaths = delivery.headers!["x-death"] as { time: { value: number } }[];
  return deaths.map(({ time }) => time.value * 1000);
}

/** Without what amqplib lists as not said, and without the headers that it lists among the properties. */
function said({ headers: _, ...properties }: Delivery["properties"] & { headers?: unknown }) {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
