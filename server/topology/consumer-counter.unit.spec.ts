import { describe, expect, it } from "vitest";
import { consumerCounter } from "./consumer-counter";

describe("the consumers of a queue", () => {
  it("are those listed, whatever the queue's statistics still say", () => {
    const count = consumerCounter([{ queue: "work" }, { queue: "other" }, { queue: "work" }]);
    expect(count({ name: "work", consumers: 0 })).toBe(2);
    expect(count({ name: "left", consumers: 1 })).toBe(0);
  });

  it("are what its statistics say where the list is not granted", () => {
    expect(consumerCounter(null)({ name: "work", consumers: 4 })).toBe(4);
    expect(consumerCounter(null)({ name: "work", consumers: null })).toBeNull();
  });
});
