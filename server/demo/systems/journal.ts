import { gzipSync } from "node:zlib";
import { orderKey } from "../order-numbers";
import { somebody } from "../people";
import { seeded } from "../random";
import type { ShopMessage, ShopProperties } from "../shop-message";
import { NOTHING, type System } from "../system";

/** What scripts and machines of the shop send beside everything else: no envelope, and no promise of a shape. */
export const JOURNAL = "ops.journal";

/** The note that somebody or something wrote at that moment. */
export function journalNote(at: number): ShopMessage {
  const random = seeded(`journal ${orderKey(at)}`);
  const send = (routingKey: string, properties: ShopProperties, body: Buffer | string): ShopMessage => ({
    exchange: JOURNAL,
    routingKey,
    properties,
    headers: {},
    body: Buffer.from(body),
  });
  const json = { contentType: "application/json" };
  switch (random.int(0, 3)) {
    case 0:
      return send(
        "",
        { contentType: "text/plain" },
        `stock sync finished in ${random.int(3, 90)} s, 0 differences`,
      );
    case 1: {
      const levels = Array.from({ length: 40 }, (_, n) => ({
        productId: `prod-${100 + n}`,
        onHand: random.int(0, 400),
      }));
      const body = gzipSync(JSON.stringify({ warehouse: random.pick(["LYS-1", "LYS-2", "ORY-4"]), levels }));
      return send("inventory.snapshot", { ...json, contentEncoding: "gzip" }, body);
    }
    case 2:
      return send(
        "",
        json,
        JSON.stringify({
          host: "till-3",
          cpu: random.int(2, 97),
          note: `Bonjour ${somebody(random).name} ☕`,
        }),
      );
    default:
      return send("", json, JSON.stringify([random.int(1, 9), random.int(1, 9), random.int(1, 9)]));
  }
}

/** The journal: plain text, bare JSON, a gzip body. */
export const journal: System = {
  name: "journal",
  share: 7,
  exchanges: [{ name: JOURNAL, type: "fanout" }],
  queues: [{ name: "ops.journal.tail", bindings: [{ exchange: JOURNAL, key: "" }], handler: () => NOTHING }],
  longestMs: () => 1_000,
  start: (at) => [{ afterMs: 0, message: journalNote(at) }],
};
