import type { MetricObject } from "prom-client";
import { describe, expect, it } from "vitest";
import { aggregateMetrics, boundedLabels, createMetrics } from "./registry";

const report = async (metrics: ReturnType<typeof createMetrics>) =>
  JSON.parse(JSON.stringify(await metrics.registry.getMetricsAsJSON())) as MetricObject[];

describe("event types as labels", () => {
  it("stop at their bound, so that a producer cannot fill Prometheus", () => {
    const label = boundedLabels(2);
    expect(["a", "b", "c", "a", "d"].map(label)).toEqual(["a", "b", "other", "a", "other"]);
    expect(boundedLabels(2)("x".repeat(500))).toBe("other");
  });
});

describe("the metrics of several processes", () => {
  it("add up, and a lag is the largest of them", async () => {
    const [one, two] = [createMetrics("worker"), createMetrics("worker")];
    one.ingest.messages.inc({ vhost: "/" }, 3);
    two.ingest.messages.inc({ vhost: "/" }, 4);
    one.ingest.lagSeconds.set({ vhost: "/" }, 2);
    two.ingest.lagSeconds.set({ vhost: "/" }, 5);
    one.observeEvent("OrderPlaced", "stored", 0.02);
    two.observeEvent("OrderPlaced", "stored", 0.02);
    const text = await aggregateMetrics([await report(one), await report(two)]);
    expect(text).toContain('sillage_ingest_messages_total{vhost="/"} 7');
    expect(text).toContain('sillage_ingest_lag_seconds{vhost="/"} 5');
    expect(text).toMatch(/event_processing_duration_seconds_count\{[^}]*event_type="OrderPlaced"[^}]*\} 2/);
  });
});
