import { describe, expect, it } from "vitest";
import type { EventKind } from "@/server/envelopes/envelope";
import { pairsOf } from "./saga-pairs";

const step = (id: string, kind: EventKind, causationId: string | null = null) => ({
  id,
  kind,
  eventId: `event-${id}`,
  causationId,
});

describe("pairs of requests and replies", () => {
  it("go by what a reply says caused it, else by the newest request without one", () => {
    const pairs = pairsOf([
      step("1", "request"),
      step("2", "request"),
      step("3", "command"),
      step("4", "reply", "event-1"),
      step("5", "reply", "event-3"),
      step("6", "reply"),
      step("7", "reply"),
      step("8", "event", "event-2"),
    ]);
    expect(Object.fromEntries(pairs)).toEqual({ 1: "4", 4: "1", 3: "5", 5: "3", 2: "6", 6: "2" });
  });

  it("have one reply each, and none before its request", () => {
    const pairs = pairsOf([
      step("1", "reply"),
      step("2", "request"),
      step("3", "reply", "event-2"),
      step("4", "reply", "event-2"),
    ]);
    expect(Object.fromEntries(pairs)).toEqual({ 2: "3", 3: "2" });
  });
});
