import { describe, expect, it } from "vitest";
import { decodeProperties } from "@/server/broker/decode-properties";
import { headerSlice, joinProperties, sliceProperties } from "@/server/broker/edit-raw-properties";
import { encodeProperties, type HeaderTable } from "@/server/broker/encode-properties";
import { markerProperties, readMark, redriveProperties } from "./redrive-properties";

const ID = "0b7e4a52-6f5e-4b57-9d0f-0c2f6a1d9e11";
const MARK = { redriveId: ID, ordinal: 7, attempt: 2, target: "work", originExchange: "orders" };

const died = (more: HeaderTable = {}, death: HeaderTable = {}): HeaderTable => ({
  tenant: "acme",
  "x-death": [
    {
      queue: "work",
      exchange: "orders",
      reason: "rejected",
      "routing-keys": ["order.paid"],
      count: 1,
      ...death,
    },
  ],
  "x-first-death-exchange": "orders",
  "x-first-death-queue": "work",
  "x-first-death-reason": "rejected",
  ...more,
});
const sent = (raw: Buffer, source: object = {}) =>
  redriveProperties({ kind: "redrive", raw, failedQueue: "work", user: "sillage", ...source }, MARK);
const read = (raw: Buffer) => {
  const { properties, error } = decodeProperties(raw);
  expect(error).toBeNull();
  const { headers = [], ...rest } = properties;
  return { ...rest, headers: Object.fromEntries(headers.map(({ name, value }) => [name, value.value])) };
};
const OURS = {
  "sillage-redrive": ID,
  "sillage-redrive-message": 7,
  "sillage-redrive-attempt": 2,
  "sillage-target": "work",
  "sillage-redrive-exchange": "orders",
};

describe("the content header of a message that is redriven", () => {
  it("has no word of its death any more, and says which redrive sends it", () => {
    const raw = encodeProperties(
      { messageId: "m-1", deliveryMode: 2, contentType: "application/json" },
      died(),
    );
    expect(read(sent(raw))).toEqual({
      contentType: "application/json",
      deliveryMode: 2,
      messageId: "m-1",
      headers: { tenant: "acme", ...OURS },
    });
  });

  it("gets back the expiration that its death took, and keeps one that it has", () => {
    const dead = encodeProperties({}, died({}, { "original-expiration": "60000" }));
    expect(read(sent(dead)).expiration).toBe("60000");
    const slices = sliceProperties(dead);
    const own = joinProperties({
      ...slices,
      values: new Map(slices.values).set(8, Buffer.from("\u00035000".slice(0, 4))),
    });
    expect(read(sent(own)).expiration).toBe("500");
  });

  it("gets back the CC that another dead-letter key took, from the queue that it failed in", () => {
    const first = {
      queue: "other",
      exchange: "orders",
      reason: "rejected",
      "routing-keys": ["a", "never"],
      count: 1,
    };
    const raw = encodeProperties(
      {},
      died({
        "x-death": [
          { queue: "work", reason: "expired", "routing-keys": ["order.paid", "copy.1", "copy.2"] },
          first,
        ],
      }),
    );
    expect(read(sent(raw)).headers.CC).toMatchObject([{ value: "copy.1" }, { value: "copy.2" }]);
    const kept = encodeProperties({}, died({ CC: ["own"] }, { "routing-keys": ["order.paid", "own"] }));
    expect(read(sent(kept)).headers.CC).toMatchObject([{ value: "own" }]);
  });

  it("replaces what an earlier redrive said", () => {
    const raw = sent(encodeProperties({}, died()));
    const again = redriveProperties(
      { kind: "redrive", raw, failedQueue: "work", user: "sillage" },
      { ...MARK, ordinal: 1, attempt: 1, target: null, originExchange: null },
    );
    expect(read(again).headers).toEqual({
      tenant: "acme",
      "sillage-redrive": ID,
      "sillage-redrive-message": 1,
      "sillage-redrive-attempt": 1,
    });
  });

  it("keeps everything of a release, its deaths as well", () => {
    const raw = encodeProperties({ messageId: "m-1" }, died());
    const released = sent(raw, { kind: "release" });
    const { headers } = sliceProperties(released);
    expect(headers?.slice(0, 5)).toEqual(sliceProperties(raw).headers);
    expect(read(released).headers).toMatchObject(OURS);
  });

  it("carries the user id of another user in a header, since the broker refuses it as a property", () => {
    const slices = sliceProperties(encodeProperties({}, died()));
    const withUser = (name: string) =>
      joinProperties({
        ...slices,
        values: new Map(slices.values).set(4, Buffer.concat([Buffer.from([name.length]), Buffer.from(name)])),
      });
    const other = read(sent(withUser("shop")));
    expect(other).not.toHaveProperty("userId");
    expect(other.headers).toMatchObject({ "sillage-user-id": "shop" });
    expect(read(sent(withUser("sillage")))).toMatchObject({ userId: "sillage" });
  });

  it("is the one that our own services took along whole, where they could not carry it over", () => {
    const before = encodeProperties(
      { messageId: "m-1", replyTo: "answers" },
      { n: { "!": "long", value: 5 } },
    );
    const raw = encodeProperties(
      { messageId: "m-1" },
      died({
        "x-sillage-service": "work",
        "x-sillage-error": "no",
        "x-sillage-properties": before.toString("base64"),
      }),
    );
    expect(read(sent(raw))).toEqual({ messageId: "m-1", replyTo: "answers", headers: { n: 5, ...OURS } });
  });

  it("is refused where it cannot be read", () => {
    expect(() => sent(Buffer.from([0x20, 0x00, 0, 0, 0, 9]))).toThrow(RangeError);
  });
});

describe("what a content header says of a redrive", () => {
  it("is read from its bytes", () => {
    expect(readMark(sent(encodeProperties({}, died())))).toEqual({ redriveId: ID, ordinal: 7, attempt: 2 });
    expect(readMark(markerProperties(ID, "m"))).toEqual({ marker: "m" });
  });

  it("is nothing where it says nothing or nonsense", () => {
    expect(readMark(encodeProperties({}, { a: 1 }))).toBeNull();
    expect(readMark(Buffer.from([0xff]))).toBeNull();
    const wrong = headerSlice("sillage-redrive", Buffer.from("V"));
    expect(
      readMark(joinProperties({ flags: Buffer.alloc(2), values: new Map(), headers: [wrong] })),
    ).toBeNull();
  });
});
