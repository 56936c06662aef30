import type { z } from "zod";
import { SillageError } from "@/server/errors";
import { jsonClient, type ManagementTarget } from "./http-json";
import {
  type BindingInfo,
  bindingSchema,
  type ExchangeInfo,
  exchangeSchema,
  type NodeInfo,
  nodeSchema,
  type OverviewInfo,
  overviewSchema,
  type PermissionInfo,
  type PolicyInfo,
  permissionSchema,
  policySchema,
  type QueueDepth,
  type QueueInfo,
  queueDepthSchema,
  queueSchema,
  type VhostInfo,
  vhostSchema,
  type WhoamiInfo,
  whoamiSchema,
} from "./management-schemas";
import {
  CONSUMER_COLUMNS,
  type ConnectionInfo,
  type ConsumerInfo,
  connectionSchema,
  consumerSchema,
  EXCHANGE_RATE_COLUMNS,
  type ExchangeRates,
  exchangeRatesSchema,
  QUEUE_RATE_COLUMNS,
  type QueueRates,
  queueRatesSchema,
} from "./topology-schemas";

export type { ManagementTarget } from "./http-json";
export type * from "./management-schemas";
export type * from "./topology-schemas";

/**
 * The part of RabbitMQ's management API that we read. Every call throws SillageError: UNAVAILABLE when nobody answers,
 * FORBIDDEN when the user may not ask. Lists leave out entries that they cannot understand.
 */
export interface Management {
  overview(): Promise<OverviewInfo>;
  whoami(): Promise<WhoamiInfo>;
  nodes(): Promise<NodeInfo[]>;
  vhosts(): Promise<VhostInfo[]>;
  vhost(name: string): Promise<VhostInfo | null>;
  exchanges(vhost: string): Promise<ExchangeInfo[]>;
  exchange(vhost: string, name: string): Promise<ExchangeInfo | null>;
  bindings(vhost: string): Promise<BindingInfo[]>;
  bindingsFrom(vhost: string, exchange: string): Promise<BindingInfo[]>;
  /** Without counters: name, arguments and policy of each queue. */
  queues(vhost: string): Promise<QueueInfo[]>;
  queue(vhost: string, name: string): Promise<QueueInfo | null>;
  /** Each queue with what waits in it. Felt by publishers: ask seldom, for everybody at once (shared-reading.ts). */
  queueDepths(vhost: string): Promise<QueueDepth[]>;
  policies(vhost: string): Promise<PolicyInfo[]>;
  /** With counters, and rates as averages over so many seconds. Statistics cost the broker time: not in loops. */
  exchangeRates(vhost: string, seconds: number): Promise<ExchangeRates[]>;
  queueRates(vhost: string, seconds: number): Promise<QueueRates[]>;
  /** Without the tag `monitoring` only those of the user's own connections, and nothing says so. */
  consumers(vhost: string): Promise<ConsumerInfo[]>;
  connections(vhost: string): Promise<ConnectionInfo[]>;
  /** Only an administrator may ask. */
  permissions(user: string): Promise<PermissionInfo[]>;
  close(): void;
}

const QUEUE_COLUMNS = "name,type,auto_delete,exclusive,arguments,policy,effective_policy_definition";
const DEPTH_COLUMNS = "name,arguments,effective_policy_definition,messages";
const EXCHANGE_COLUMNS =
  "name,type,durable,auto_delete,internal,arguments,policy,message_stats.publish_in,message_stats.publish_out";

/** Makes the client. Nothing is asked before the first call. */
export function createManagement(target: ManagementTarget, timeoutMs?: number): Management {
  const { get, close } = jsonClient(target, timeoutMs);
  const one = async <T extends z.ZodType>(path: string, schema: T): Promise<z.output<T> | null> => {
    const answer = await get(path);
    if (answer === null) return null;
    const parsed = schema.safeParse(answer);
    if (!parsed.success) throw strange(path);
    return parsed.data;
  };
  const the = async <T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> => {
    const found = await one(path, schema);
    if (found === null) throw strange(path);
    return found;
  };
  const many = async <T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>[]> => {
    const answer = await get(path);
    if (answer === null)
      throw new SillageError("NOT_FOUND", `The management API does not know ${path.split("?")[0]}.`);
    if (!Array.isArray(answer)) throw strange(path);
    return answer.flatMap((item) => {
      const parsed = schema.safeParse(item);
      return parsed.success ? [parsed.data] : [];
    });
  };
  const e = encodeURIComponent;
  return {
    overview: () => the("/overview", overviewSchema),
    whoami: () => the("/whoami", whoamiSchema),
    nodes: () => many("/nodes?columns=name,running,uptime", nodeSchema),
    vhosts: () => many("/vhosts", vhostSchema),
    vhost: (name) => one(`/vhosts/${e(name)}`, vhostSchema),
    exchanges: (vhost) => many(`/exchanges/${e(vhost)}?columns=${EXCHANGE_COLUMNS}`, exchangeSchema),
    exchange: (vhost, name) => one(`/exchanges/${e(vhost)}/${e(name)}`, exchangeSchema),
    bindings: (vhost) => many(`/bindings/${e(vhost)}`, bindingSchema),
    bindingsFrom: (vhost, exchange) =>
      many(`/exchanges/${e(vhost)}/${e(exchange)}/bindings/source`, bindingSchema),
    queues: (vhost) => many(`/queues/${e(vhost)}?columns=${QUEUE_COLUMNS}`, queueSchema),
    queue: (vhost, name) => one(`/queues/${e(vhost)}/${e(name)}`, queueSchema),
    queueDepths: (vhost) => many(`/queues/${e(vhost)}?columns=${DEPTH_COLUMNS}`, queueDepthSchema),
    policies: (vhost) => many(`/policies/${e(vhost)}`, policySchema),
    exchangeRates: (vhost, seconds) =>
      many(`/exchanges/${e(vhost)}?${over(seconds)}&columns=${EXCHANGE_RATE_COLUMNS}`, exchangeRatesSchema),
    queueRates: (vhost, seconds) =>
      many(`/queues/${e(vhost)}?${over(seconds)}&columns=${QUEUE_RATE_COLUMNS}`, queueRatesSchema),
    consumers: (vhost) => many(`/consumers/${e(vhost)}?columns=${CONSUMER_COLUMNS}`, consumerSchema),
    connections: (vhost) =>
      many(`/vhosts/${e(vhost)}/connections?columns=name,user_provided_name`, connectionSchema),
    permissions: (user) => many(`/users/${e(user)}/permissions`, permissionSchema),
    close,
  };
}

/** Asks for the average over a window; the broker samples every five seconds. */
const over = (seconds: number) => `msg_rates_age=${seconds}&msg_rates_incr=10`;

function strange(path: string): SillageError {
  return new SillageError(
    "UNAVAILABLE",
    `The management API answered ${path.split("?")[0]} with something that is not its format.`,
  );
}

/**
 * Where the management API is: as given, with the user of the broker's URL when it names none; else on the broker's
 * host at the usual port (15672, with TLS 15671).
 */
export function managementUrl(brokerUrl: string, given?: string): string {
  const broker = new URL(brokerUrl);
  const secure = broker.protocol === "amqps:";
  const url = new URL(given ?? `${secure ? "https" : "http"}://${broker.host}`);
  if (given === undefined) url.port = secure ? "15671" : "15672";
  if (url.username === "") {
    url.username = broker.username || "guest";
    url.password = broker.username ? broker.password : "guest";
  }
  return url.toString();
}
