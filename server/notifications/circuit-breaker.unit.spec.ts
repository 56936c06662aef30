import { describe, expect, it } from "vitest";
import { CircuitBreaker } from "./circuit-breaker";

/** A breaker whose time is set by hand, after so many failures. */
function broken(failures: number) {
  const clock = { now: 0 };
  const breaker = new CircuitBreaker(() => clock.now);
  for (let n = 0; n < failures; n++) breaker.failed("connection refused");
  return { clock, breaker };
}

describe("a circuit breaker", () => {
  it("lets everything through while the server answers, and after a few failures", () => {
    const { breaker } = broken(4);
    expect(breaker.ask()).toBe(0);
    expect(breaker.status).toMatchObject({ state: "closed", failures: 4, error: "connection refused" });
  });

  it("counts failures in a row alone", () => {
    const { breaker } = broken(4);
    breaker.worked();
    breaker.failed("away");
    expect(breaker.status).toMatchObject({ state: "closed", failures: 1 });
  });

  it("opens after the fifth and says how long", () => {
    const { breaker, clock } = broken(5);
    clock.now = 4_000;
    expect(breaker.status).toMatchObject({ state: "open", nextTrialAt: "1970-01-01T00:00:10.000Z" });
    expect(breaker.ask()).toBe(6_000);
  });

  it("lets one try when that has passed, and the others wait for it", () => {
    const { breaker, clock } = broken(5);
    clock.now = 10_000;
    expect(breaker.status.state).toBe("half-open");
    expect(breaker.ask()).toBe(0);
    expect(breaker.ask()).toBeGreaterThan(0);
  });

  it("closes when the trial works", () => {
    const { breaker, clock } = broken(5);
    clock.now = 10_000;
    breaker.ask();
    breaker.worked();
    expect(breaker.status).toEqual({ state: "closed", failures: 0, nextTrialAt: null, error: null });
  });

  it("stays open as long again when the trial fails", () => {
    const { breaker, clock } = broken(5);
    clock.now = 10_000;
    breaker.ask();
    breaker.failed("still away");
    expect(breaker.ask()).toBe(10_000);
    clock.now = 20_000;
    expect(breaker.ask()).toBe(0);
  });
});
