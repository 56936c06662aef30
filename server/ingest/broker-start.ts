import type { Management } from "@/server/broker/management";
import type { Clock } from "@/server/clock";

/** When the youngest node of the broker started; null when the management API does not tell. */
export async function brokerStart(management: Management, clock: Clock): Promise<Date | null> {
  const nodes = await management.nodes();
  const uptimes = nodes.filter((node) => node.running).map((node) => node.uptime);
  if (uptimes.length === 0 || uptimes.some((uptime) => uptime === null)) return null;
  return new Date(clock().getTime() - Math.min(...(uptimes as number[])));
}
