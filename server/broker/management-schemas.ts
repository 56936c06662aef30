import { z } from "zod";

/**
 * What we read of the management API's answers. Tolerant on purpose: versions 3.10 to 4.x differ, fields are missing
 * while statistics are young, and empty tables come as `[]`. Names and arguments are hostile text.
 */

const table = z.preprocess(
  (value) => (value === undefined || value === null || Array.isArray(value) ? {} : value),
  z.record(z.string(), z.unknown()),
);
const flag = z.boolean().catch(false);
const count = z.number().int().nonnegative();
const maybeCount = count.nullish().catch(null);
/** Tags come as a list since 3.9 and as comma-separated text before. */
const tags = z.preprocess(
  (value) => (typeof value === "string" ? value.split(",").filter(Boolean) : value),
  z.array(z.string()).catch([]),
);

export const exchangeSchema = z
  .object({
    name: z.string(),
    type: z.string(),
    durable: flag,
    auto_delete: flag,
    internal: flag,
    arguments: table,
    policy: z.string().nullish().catch(null),
    message_stats: z.object({ publish_in: maybeCount, publish_out: maybeCount }).nullish().catch(null),
  })
  .transform((raw) => ({
    name: raw.name,
    type: raw.type,
    durable: raw.durable,
    autoDelete: raw.auto_delete,
    internal: raw.internal,
    arguments: raw.arguments,
    /** Name of the policy that applies, null when none does. */
    policy: raw.policy || null,
    /** Messages that clients published to it, as far as the statistics know; null where there are none yet. */
    publishIn: raw.message_stats?.publish_in ?? null,
    /** Copies that it put into queues. */
    publishOut: raw.message_stats?.publish_out ?? null,
  }));
export type ExchangeInfo = z.output<typeof exchangeSchema>;

export const bindingSchema = z
  .object({
    source: z.string(),
    destination: z.string(),
    destination_type: z.enum(["queue", "exchange"]),
    routing_key: z.string(),
    arguments: table,
  })
  .transform((raw) => ({
    source: raw.source,
    destination: raw.destination,
    destinationType: raw.destination_type,
    routingKey: raw.routing_key,
    arguments: raw.arguments,
  }));
export type BindingInfo = z.output<typeof bindingSchema>;

export const queueSchema = z
  .object({
    name: z.string(),
    type: z.string().nullish().catch(null),
    auto_delete: flag,
    exclusive: flag,
    arguments: table,
    policy: z.string().nullish().catch(null),
    effective_policy_definition: table,
    messages_ready: maybeCount,
    messages_unacknowledged: maybeCount,
    message_bytes: maybeCount,
    message_stats: z.object({ publish: maybeCount, ack: maybeCount }).nullish().catch(null),
  })
  .transform((raw) => ({
    name: raw.name,
    type: raw.type ?? null,
    autoDelete: raw.auto_delete,
    exclusive: raw.exclusive,
    arguments: raw.arguments,
    policy: raw.policy || null,
    /** Policy and operator policy, as the broker has merged them. */
    policyDefinition: raw.effective_policy_definition,
    ready: raw.messages_ready ?? null,
    unacked: raw.messages_unacknowledged ?? null,
    bytes: raw.message_bytes ?? null,
    published: raw.message_stats?.publish ?? null,
    acked: raw.message_stats?.ack ?? null,
  }));
export type QueueInfo = z.output<typeof queueSchema>;

export const queueDepthSchema = z
  .object({
    name: z.string(),
    arguments: table,
    effective_policy_definition: table,
    messages: maybeCount,
  })
  .transform((raw) => ({
    name: raw.name,
    arguments: raw.arguments,
    policyDefinition: raw.effective_policy_definition,
    /** Ready and unacked together; null while the statistics are young. */
    messages: raw.messages ?? null,
  }));
export type QueueDepth = z.output<typeof queueDepthSchema>;

export const policySchema = z
  .object({ name: z.string(), definition: table })
  .transform((raw) => ({ name: raw.name, definition: raw.definition }));
export type PolicyInfo = z.output<typeof policySchema>;

export const overviewSchema = z
  .object({
    rabbitmq_version: z.string().catch("unknown"),
    cluster_name: z.string().catch(""),
    disable_stats: flag,
    object_totals: z.record(z.string(), z.unknown()).catch({}),
  })
  .transform((raw) => ({
    version: raw.rabbitmq_version,
    clusterName: raw.cluster_name,
    /** The broker collects no message counters at all. */
    statsDisabled: raw.disable_stats,
    totals: Object.fromEntries(
      Object.entries(raw.object_totals).filter(
        (entry): entry is [string, number] => typeof entry[1] === "number",
      ),
    ),
  }));
export type OverviewInfo = z.output<typeof overviewSchema>;

export const whoamiSchema = z.object({ name: z.string(), tags });
export type WhoamiInfo = z.output<typeof whoamiSchema>;

export const vhostSchema = z
  .object({
    name: z.string(),
    message_stats: z.object({ publish: maybeCount, drop_unroutable: maybeCount }).nullish().catch(null),
  })
  .transform((raw) => ({
    name: raw.name,
    published: raw.message_stats?.publish ?? null,
    /** Messages that no queue of the virtual host wanted. */
    unroutable: raw.message_stats?.drop_unroutable ?? null,
  }));
export type VhostInfo = z.output<typeof vhostSchema>;

export const permissionSchema = z.object({
  user: z.string(),
  vhost: z.string(),
  configure: z.string(),
  write: z.string(),
  read: z.string(),
});
export type PermissionInfo = z.output<typeof permissionSchema>;

export const nodeSchema = z.object({ name: z.string(), running: flag, uptime: maybeCount });
export type NodeInfo = z.output<typeof nodeSchema>;
