import type { Pool } from "pg";
import { coversVhost, type Scope, touchesVhost } from "@/server/access/scope";
import { SillageError } from "@/server/errors";
import type { PrismaClient } from "@/server/generated/prisma/client";
import { listCoverage, listTapStatus, sumGaps } from "@/server/taps/taps-queries";
import { readTapSettings } from "@/server/taps/taps-store";
import type { BrokerReader } from "./broker-reader";
import { describeTopology } from "./describe-topology";
import type { TopologyView } from "./topology-schemas";
import { readingWithin } from "./within-scope";

/**
 * A virtual host as the broker and the store know it, as far as it lies in a scope. A broker that is down is no error: the answer says so.
 * @throws SillageError NOT_FOUND for a virtual host that is not observed, CONFIGURATION without a broker.
 */
export async function readTopology(
  { broker, prisma, storePool }: { broker: BrokerReader | null; prisma: PrismaClient; storePool: Pool },
  scope: Scope,
  vhost: string | null,
): Promise<TopologyView> {
  if (!broker) {
    throw new SillageError(
      "CONFIGURATION",
      "RABBITMQ_URL is not set for the web process; npm start sets it.",
    );
  }
  const vhosts = broker.vhosts.filter((name) => touchesVhost(scope, name));
  const name = vhost ?? vhosts[0];
  if (name === undefined || !vhosts.includes(name)) {
    throw new SillageError(
      "NOT_FOUND",
      `The virtual host ${JSON.stringify(name ?? "")} is not observed, or your roles do not include it.`,
    );
  }
  const [known, coverage, gaps, settings, taps] = await Promise.all([
    broker.read(name),
    listCoverage(prisma, scope, { vhost: name }),
    sumGaps(prisma, name),
    readTapSettings(storePool, name),
    listTapStatus(prisma, scope),
  ]);
  const tap = taps.find((it) => it.status.vhost === name) ?? null;
  const reading = known.reading && readingWithin(scope, name, known.reading);
  const view = describeTopology(name, vhosts, { ...known, reading }, { coverage, gaps, settings, tap });
  // Consent is given for a virtual host as a whole.
  return coversVhost(scope, name) ? view : { ...view, consent: null };
}
