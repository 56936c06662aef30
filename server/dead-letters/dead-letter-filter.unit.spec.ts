import { describe, expect, it } from "vitest";
import type { SillageError } from "@/server/errors";
import { allOf } from "@/server/event-store/sql";
import { Judges, Masker, UNMASKED } from "@/server/masking/masker";
import { deadLetterConditions } from "./dead-letter-conditions";
import { deadLetterFilter, listDeadLettersInput } from "./dead-letter-filter";
import { guardDeadLetterFilter } from "./guard-dead-letter-filter";

const problems = (input: unknown) =>
  deadLetterFilter.safeParse(input).error?.issues.map(({ path, message }) => [path.join("."), message]) ?? [];

describe("a filter of dead letters", () => {
  it("reads the same from an address and from JSON that was stored", () => {
    const asked = { queue: "orders.dlq", tries: "2", from: "2026-03-01T10:00:00+01:00", state: "waiting" };
    const read = deadLetterFilter.parse(asked);
    expect(read).toEqual({
      queue: "orders.dlq",
      tries: 2,
      from: "2026-03-01T09:00:00.000Z",
      state: "waiting",
    });
    expect(deadLetterFilter.parse(JSON.parse(JSON.stringify(read)))).toEqual(read);
  });

  it.each([
    [{ groupId: "1 OR 1=1" }, "groupId", "is not the id of a cause group"],
    [{ state: "dead" }, "state", expect.stringContaining("is not one of waiting, observed")],
    [{ from: "yesterday" }, "from", expect.stringContaining("is not a moment")],
    [{ from: "2026-03-02", to: "2026-03-01" }, "to", "is not after `from`"],
    [{ queue: "a\0b" }, "queue", "contains a NUL character"],
    [{ tries: "many" }, "tries", "is not a number"],
    [{ text: " x " }, "text", "is shorter than 2 characters"],
  ])("says what is wrong with %j", (input, field, message) => {
    expect(problems(input)).toContainEqual([field, message]);
  });

  it("refuses a field that it does not know: a typo must not mean everything", () => {
    expect(deadLetterFilter.safeParse({ queu: "orders.dlq" }).success).toBe(false);
    expect(listDeadLettersInput.parse({}).limit).toBe(50);
  });

  it("becomes SQL in which every value is a parameter", () => {
    const { text, values } = allOf(
      deadLetterConditions({ queue: "x'; DROP TABLE dead_letters; --", text: "100%_\\" }, "everything"),
    ).toQuery();
    expect(text).toBe("d.queue = $1 AND d.error_message ILIKE $2");
    expect(values).toEqual(["x'; DROP TABLE dead_letters; --", "%100\\%\\_\\\\%"]);
  });

  it("keeps to a scope, which looks at where the message was published", () => {
    const { text } = allOf(deadLetterConditions({}, [{ vhost: "/", exchanges: "orders" }], [])).toQuery();
    expect(text).toContain("coalesce(d.origin_exchange, d.exchange) = ANY");
  });
});

describe("a filter of somebody who sees what is personal masked", () => {
  const masked = new Masker(new Judges({ rules: [], off: new Set() }), []);

  it("is refused where its value would be masked", () => {
    expect(() => guardDeadLetterFilter({ correlationId: "ann@example.com" }, masked)).toThrowError(
      expect.objectContaining({ code: "FORBIDDEN" }) as SillageError,
    );
    expect(guardDeadLetterFilter({ eventType: "order.placed" }, masked)).toEqual({
      eventType: "order.placed",
    });
  });

  it("looks for text in what they are shown alone", () => {
    expect(guardDeadLetterFilter({ text: "timeout" }, masked)).toEqual({ text: "timeout", maskedText: true });
    expect(guardDeadLetterFilter({ text: "timeout" }, UNMASKED)).toEqual({ text: "timeout" });
  });
});
