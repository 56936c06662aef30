import type { Metrics } from "@/server/metrics/registry";
import type { DeadLettersStatus } from "@/server/processes/process-status";

/** Sets the gauges to what the worker says now. */
export function measureDeadLetters(metrics: Metrics, { queues, observer }: DeadLettersStatus): void {
  metrics.deadLetters.behind.set(observer.behind);
  metrics.deadLetters.failing.reset();
  for (const { vhost, queue, state } of queues)
    metrics.deadLetters.failing.set({ vhost, queue }, state === "holding" ? 0 : 1);
}
