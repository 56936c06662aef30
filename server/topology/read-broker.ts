import type {
  BindingInfo,
  ConnectionInfo,
  ConsumerInfo,
  ExchangeRates,
  Management,
  PolicyInfo,
  QueueRates,
} from "@/server/broker/management";
import { errorText, SillageError } from "@/server/errors";
import { LEAST_RIGHTS, setMonitoringTag, setPermissions } from "@/server/taps/permissions";
import type { RefusedPart, TopologyPart } from "./topology-schemas";

/** Rates are averages over the last minute: steady enough to read, and no dearer for the broker than shorter ones. */
export const RATE_SECONDS = 60;

/** A virtual host as the broker told it. A part that was refused is null and named in `refused`. */
export interface BrokerReading {
  exchanges: ExchangeRates[] | null;
  queues: QueueRates[] | null;
  bindings: BindingInfo[] | null;
  consumers: ConsumerInfo[] | null;
  connections: ConnectionInfo[] | null;
  /** Null when we may not read them, which only a plan of taps needs. */
  policies: PolicyInfo[] | null;
  refused: RefusedPart[];
}

/**
 * Reads a virtual host, part by part: what is refused is left out and said, with the command that grants it.
 * @throws SillageError UNAVAILABLE when the management API cannot be used at all.
 */
export async function readBroker(
  management: Management,
  vhost: string,
  user: string,
): Promise<BrokerReading> {
  const refused: RefusedPart[] = [];
  const part = async <T>(name: TopologyPart, read: Promise<T>): Promise<T | null> => {
    try {
      return await read;
    } catch (error) {
      const told = refusal(error, name, vhost, user);
      if (!told) throw error;
      refused.push(told);
      return null;
    }
  };
  const quietly = async <T>(read: Promise<T>): Promise<T | null> => {
    try {
      return await read;
    } catch (error) {
      if (error instanceof SillageError && error.code !== "UNAVAILABLE") return null;
      throw error;
    }
  };
  const [exchanges, queues, bindings, consumers, connections, policies, whoami] = await Promise.all([
    part("exchanges", management.exchangeRates(vhost, RATE_SECONDS)),
    part("queues", management.queueRates(vhost, RATE_SECONDS)),
    part("bindings", management.bindings(vhost)),
    part("consumers", management.consumers(vhost)),
    quietly(management.connections(vhost)),
    quietly(management.policies(vhost)),
    quietly(management.whoami()),
  ]);
  const seesAll = whoami?.tags.some((tag) => tag === "monitoring" || tag === "administrator") ?? false;
  // Without the tag the API answers with the consumers of our own connections, as if there were no others.
  if (consumers && !seesAll) {
    refused.push({ part: "consumers", detail: null, command: setMonitoringTag(user) });
  }
  return {
    exchanges,
    queues,
    bindings,
    consumers: seesAll ? consumers : null,
    connections,
    policies,
    refused,
  };
}

/** What a refusal means and how to lift it; null when the error is something else. */
function refusal(error: unknown, part: TopologyPart, vhost: string, user: string): RefusedPart | null {
  if (!(error instanceof SillageError) || (error.code !== "FORBIDDEN" && error.code !== "NOT_FOUND"))
    return null;
  const reason = String(error.details?.reason ?? "");
  const outside = error.code === "NOT_FOUND" || reason.includes("virtual host");
  return {
    part,
    detail: errorText(error),
    command: outside ? setPermissions(user, vhost, LEAST_RIGHTS) : setMonitoringTag(user),
  };
}
