import { pause } from "@/server/backoff";
import type { Management } from "@/server/broker/management";
import type { Clock } from "@/server/clock";

/**
 * When the youngest node of the broker started; null when the management API does not tell. A node that has just
 * booted is on the list before its figures are: then it is asked again, for it is the very case that matters.
 */
export async function brokerStart(management: Management, clock: Clock): Promise<Date | null> {
  const patience = new AbortController();
  for (let asked = 0; asked < ASK_TIMES; asked++) {
    const nodes = await management.nodes().catch(() => []);
    const uptimes = nodes.filter((node) => node.running).map((node) => node.uptime);
    if (uptimes.length > 0 && uptimes.every(isKnown)) {
      return new Date(clock().getTime() - Math.min(...uptimes));
    }
    await pause(ASK_EVERY_MS, patience.signal);
  }
  return null;
}

const ASK_TIMES = 5;
const ASK_EVERY_MS = 200;

const isKnown = (uptime: number | null | undefined): uptime is number => Number.isFinite(uptime);
