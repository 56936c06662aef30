import type { Pool } from "pg";
import { SillageError } from "@/server/errors";
import type { PrismaClient } from "@/server/generated/prisma/client";
import { listCoverage, listTapStatus, sumGaps } from "@/server/taps/taps-queries";
import { readTapSettings } from "@/server/taps/taps-store";
import type { BrokerReader } from "./broker-reader";
import { describeTopology } from "./describe-topology";
import type { TopologyView } from "./topology-schemas";

/**
 * A virtual host as the broker and the store know it. A broker that is down is no error: the answer says so.
 * @throws SillageError NOT_FOUND for a virtual host that is not observed, CONFIGURATION without a broker.
 */
export async function readTopology(
  { broker, prisma, storePool }: { broker: BrokerReader | null; prisma: PrismaClient; storePool: Pool },
  vhost: string | null,
): Promise<TopologyView> {
  if (!broker) {
    throw new SillageError(
      "CONFIGURATION",
      "RABBITMQ_URL is not set for the web process; npm start sets it.",
    );
  }
  const name = vhost ?? broker.vhosts[0]!;
  if (!broker.vhosts.includes(name)) {
    throw new SillageError("NOT_FOUND", `The virtual host ${JSON.stringify(name)} is not observed.`);
  }
  const [known, coverage, gaps, settings, taps] = await Promise.all([
    broker.read(name),
    listCoverage(prisma, { vhost: name }),
    sumGaps(prisma, name),
    readTapSettings(storePool, name),
    listTapStatus(prisma),
  ]);
  const tap = taps.find((it) => it.status.vhost === name) ?? null;
  return describeTopology(name, broker.vhosts, known, { coverage, gaps, settings, tap });
}
