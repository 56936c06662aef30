import { describe, expect, it } from "vitest";
import { decodeProperties } from "@/server/broker/decode-properties";
import { encodeProperties } from "./encode-properties";

describe("a content header", () => {
  it("has the bytes that AMQP prescribes", () => {
    const bytes = encodeProperties(
      { contentType: "text/plain", deliveryMode: 2, type: "t" },
      { n: 1, s: "é" },
    );
    const table = "000000 0d 01 6e 62 01 01 73 53 00000002 c3a9".replaceAll(" ", "");
    expect(bytes.toString("hex")).toBe(`b0200a${Buffer.from("text/plain").toString("hex")}${table}020174`);
  });

  it("without anything is a pair of flag octets and an empty table", () => {
    expect(encodeProperties({}, {}).toString("hex")).toBe("200000000000");
  });

  it("is read back as it was meant, types included", () => {
    const properties = {
      contentType: "application/json",
      contentEncoding: "gzip",
      deliveryMode: 2,
      correlationId: "c-1",
      replyTo: "r",
      messageId: "m-1",
      timestamp: 1_795_219_200,
      type: "order.created",
      appId: "order-service",
    };
    const headers = {
      text: "Zoë",
      yes: true,
      byte: -128,
      short: 128,
      int: 40_000,
      long: 2 ** 40,
      double: 1.5,
      wide: { "!": "long", value: 1 } as const,
      at: { "!": "timestamp", value: 1_795_219_200 } as const,
      list: ["a", 1],
      table: { inner: "x" },
    };
    const { properties: read, error } = decodeProperties(encodeProperties(properties, headers));
    expect(error).toBeNull();
    const { headers: entries, ...others } = read;
    expect(others).toEqual({ ...properties, timestamp: "2026-11-21T00:00:00.000Z" });
    expect(entries?.map(({ name, value }) => [name, value.type, value.value])).toEqual([
      ["text", "text", "Zoë"],
      ["yes", "boolean", true],
      ["byte", "int8", -128],
      ["short", "int16", 128],
      ["int", "int32", 40_000],
      ["long", "int64", 2 ** 40],
      ["double", "double", 1.5],
      ["wide", "int64", 1],
      ["at", "timestamp", "2026-11-21T00:00:00.000Z"],
      [
        "list",
        "array",
        [
          { type: "text", value: "a" },
          { type: "int8", value: 1 },
        ],
      ],
      ["table", "table", [{ name: "inner", value: { type: "text", value: "x" } }]],
    ]);
  });
});
