import type { Metrics } from "@/server/metrics/registry";
import type { BreakerState } from "@/server/notifications/circuit-breaker";
import type { MailStatus, ServiceStatus } from "@/server/processes/process-status";

/** In the order of their numbers: how much of the mail server is left alone. */
const NUMBERS = ["closed", "half-open", "open"] satisfies BreakerState[];

/** Sets the gauges to what the services say now. */
export function measureServices(
  metrics: Metrics,
  services: readonly ServiceStatus[],
  mail: MailStatus,
): void {
  for (const { name, waiting, retrying } of services) {
    metrics.inbox.waiting.set({ service: name }, waiting);
    metrics.inbox.retrying.set({ service: name }, retrying);
  }
  metrics.inbox.breaker.set(NUMBERS.indexOf(mail.state));
}
