import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storable } from "@/server/envelopes/text";
import { declaredError } from "./error-headers";
import { errorSignature } from "./error-signature";

describe("the signature of an error", () => {
  it.each([
    [
      "gateway pay-eu-2 did not answer within 2000 ms for PAY-20261121-004",
      "gateway pay-eu-# did not answer within # ms for PAY-#",
    ],
    ["Order 0193b2f0-7c4e-7d30-9f6a-1b2c3d4e5f60 not found", "Order # not found"],
    [
      'duplicate key value violates unique constraint "orders_pkey"',
      "duplicate key value violates unique constraint #",
    ],
    ["can't parse '12,5' at 2026-11-21T10:00:00.123Z", "can't parse # at #"],
    ["no answer for PAY-cwbvnnn", "no answer for PAY-#"],
    ["no answer for PAY-cwbtdb1", "no answer for PAY-#"],
    ["mail to ada@example.com was refused: 550 5.1.1", "mail to # was refused: #"],
    ["node rabbit3 is down (a3f9c27e41)", "node rabbit# is down (#)"],
    ["  line one\n\tline   two ", "line one line two"],
  ])("takes out of %j what differs", (message, signature) => {
    expect(errorSignature(message)).toBe(signature);
  });

  it("is empty where nothing is said", () => {
    expect(errorSignature(null)).toBe("");
  });

  it("is the same whatever number or id stands in the message", () => {
    const value = fc.oneof(
      fc.nat().map(String),
      fc.uuid(),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((it) => it.toISOString()),
    );
    fc.assert(
      fc.property(value, value, (a, b) => {
        const message = (it: string) => `no stock for ${it}, asked twice`;
        expect(errorSignature(message(a))).toBe(errorSignature(message(b)));
      }),
    );
  });

  it("is its own signature, storable and short, whatever the message", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (message) => {
        const signature = errorSignature(message);
        expect(signature.length).toBeLessThanOrEqual(300);
        expect(storable(signature)).toBe(signature);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (message) => {
        const signature = errorSignature(message);
        expect(errorSignature(signature)).toBe(signature);
      }),
    );
  });
});

describe("the error that headers declare", () => {
  it("is read from NServiceBus", () => {
    expect(
      declaredError({
        "NServiceBus.ExceptionInfo.ExceptionType": "System.TimeoutException",
        "NServiceBus.ExceptionInfo.Message": "The operation has timed out.",
        "NServiceBus.ExceptionInfo.StackTrace": "System.TimeoutException: no\n   at A.B()",
      }),
    ).toEqual({ errorClass: null, type: "System.TimeoutException", message: "The operation has timed out." });
  });

  it("is read from MassTransit", () => {
    expect(
      declaredError({ "MT-Fault-ExceptionType": "System.FormatException", "MT-Fault-Message": "bad input" }),
    ).toMatchObject({ type: "System.FormatException", message: "bad input" });
  });

  it("is the cause where Spring has wrapped it", () => {
    const trace = [
      "org.springframework.amqp.rabbit.support.ListenerExecutionFailedException: Listener threw exception",
      "\tat org.springframework.A.b(A.java:1)",
      "Caused by: java.lang.IllegalStateException: no carrier for FR",
      "\tat shop.Shipping.ship(Shipping.java:7)",
    ].join("\n");
    expect(
      declaredError({ "x-exception-message": "no carrier for FR", "x-exception-stacktrace": trace }),
    ).toMatchObject({
      type: "java.lang.IllegalStateException",
      message: "no carrier for FR",
    });
  });

  it("is the last line of what Celery keeps", () => {
    const traceback =
      'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: not a number: 12';
    expect(declaredError({ traceback })).toMatchObject({ type: "ValueError", message: "not a number: 12" });
  });

  it("has a class where our own services or the demo name one, and none for any other word", () => {
    expect(declaredError({ "x-sillage-error-class": "business", "x-sillage-error": "closed" })).toMatchObject(
      {
        errorClass: "business",
        message: "closed",
      },
    );
    expect(declaredError({ "x-error-class": "transient" }).errorClass).toBe("transient");
    expect(declaredError({ "x-error-class": "constructor" }).errorClass).toBeNull();
  });

  it("can be read from whatever stands there, in no time", () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, text) => {
        declaredError({ "x-exception-message": value, "x-exception-stacktrace": text, traceback: value });
      }),
    );
    declaredError({ "x-exception-stacktrace": "A".repeat(1_000_000) });
    declaredError({ "x-exception-stacktrace": "A.".repeat(500_000) });
  });
});
