import { type BrokerTarget, openConnection } from "@/server/broker/connection";
import { ensureServiceTopology } from "@/server/broker/service-topology";
import type { Logger } from "@/server/logger";
import { SERVICE_TOPOLOGY } from "./service-plan";

/**
 * Makes sure that everything our services need stands on the broker. Before anything is consumed, and before anything is
 * published: an event for which a queue is not there yet would reach nobody.
 * @throws SillageError FORBIDDEN, UNAVAILABLE
 */
export async function declareServices(target: BrokerTarget, vhost: string, logger: Logger): Promise<void> {
  const connection = await openConnection(target, "Sillage services, declaring", { vhost });
  connection.on("error", () => {});
  try {
    const warnings = await ensureServiceTopology(connection, SERVICE_TOPOLOGY);
    for (const warning of warnings) logger.warn(warning);
  } finally {
    await connection.close().catch(() => {});
  }
}
