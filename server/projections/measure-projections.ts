import type { Metrics } from "@/server/metrics/registry";
import type { ProjectionStatus } from "./projection-loop";

/** Sets the gauges to how far the read models are behind now. */
export function measureProjections(metrics: Metrics, projections: readonly ProjectionStatus[]): void {
  for (const { name, behind, lagSeconds } of projections) {
    metrics.projections.lagEvents.set({ projection: name }, behind);
    metrics.projections.lagSeconds.set({ projection: name }, lagSeconds);
  }
}
