import { z } from "zod";

/**
 * What the topology page reads of the management API: tolerant, like management-schemas.ts. Rates are averages over the
 * window that was asked for; null where the broker has no statistics of it (yet).
 */

const flag = z.boolean().catch(false);
const count = z.number().int().nonnegative().nullish().catch(null);
const table = z.preprocess(
  (value) => (value === undefined || value === null || Array.isArray(value) ? {} : value),
  z.record(z.string(), z.unknown()),
);
const rate = z.object({ avg_rate: z.number() }).nullish().catch(null);
const perSecond = (details: z.output<typeof rate>): number | null =>
  details ? Math.max(0, details.avg_rate) : null;

/** The columns of one list, as the API wants them. */
export const EXCHANGE_RATE_COLUMNS = [
  "name,type,durable,auto_delete,internal,arguments,policy",
  "message_stats.publish_in,message_stats.publish_out",
  "message_stats.publish_in_details.avg_rate,message_stats.publish_out_details.avg_rate",
].join(",");

export const exchangeRatesSchema = z
  .object({
    name: z.string(),
    type: z.string(),
    durable: flag,
    auto_delete: flag,
    internal: flag,
    arguments: table,
    policy: z.string().nullish().catch(null),
    message_stats: z
      .object({ publish_in: count, publish_in_details: rate, publish_out: count, publish_out_details: rate })
      .nullish()
      .catch(null),
  })
  .transform(({ message_stats: stats, ...raw }) => ({
    name: raw.name,
    type: raw.type,
    durable: raw.durable,
    autoDelete: raw.auto_delete,
    internal: raw.internal,
    arguments: raw.arguments,
    policy: raw.policy || null,
    publishIn: stats?.publish_in ?? null,
    publishOut: stats?.publish_out ?? null,
    inPerSecond: perSecond(stats?.publish_in_details),
    outPerSecond: perSecond(stats?.publish_out_details),
  }));
export type ExchangeRates = z.output<typeof exchangeRatesSchema>;

export const QUEUE_RATE_COLUMNS = [
  "name,type,durable,auto_delete,exclusive,arguments,policy,effective_policy_definition,state,consumers",
  "messages_ready,messages_unacknowledged",
  "message_stats.publish_details.avg_rate,message_stats.deliver_get_details.avg_rate,message_stats.ack_details.avg_rate",
].join(",");

export const queueRatesSchema = z
  .object({
    name: z.string(),
    type: z.string().nullish().catch(null),
    durable: flag,
    auto_delete: flag,
    exclusive: flag,
    arguments: table,
    policy: z.string().nullish().catch(null),
    effective_policy_definition: table,
    state: z.string().nullish().catch(null),
    consumers: count,
    messages_ready: count,
    messages_unacknowledged: count,
    message_stats: z
      .object({ publish_details: rate, deliver_get_details: rate, ack_details: rate })
      .nullish()
      .catch(null),
  })
  .transform(({ message_stats: stats, ...raw }) => ({
    name: raw.name,
    type: raw.type ?? null,
    durable: raw.durable,
    autoDelete: raw.auto_delete,
    exclusive: raw.exclusive,
    arguments: raw.arguments,
    policy: raw.policy || null,
    /** Policy and operator policy, as the broker has merged them. */
    policyDefinition: raw.effective_policy_definition,
    /** `running`, `idle`, `down` …: words of the broker. */
    state: raw.state ?? null,
    consumers: raw.consumers ?? null,
    ready: raw.messages_ready ?? null,
    unacked: raw.messages_unacknowledged ?? null,
    inPerSecond: perSecond(stats?.publish_details),
    deliverPerSecond: perSecond(stats?.deliver_get_details),
    ackPerSecond: perSecond(stats?.ack_details),
  }));
export type QueueRates = z.output<typeof queueRatesSchema>;

export const CONSUMER_COLUMNS =
  "queue.name,consumer_tag,active,ack_required,prefetch_count,channel_details.connection_name,channel_details.user,channel_details.peer_host";

export const consumerSchema = z
  .object({
    queue: z.object({ name: z.string() }),
    consumer_tag: z.string(),
    active: z.boolean().catch(true),
    prefetch_count: count,
    channel_details: z
      .object({
        connection_name: z.string().nullish().catch(null),
        user: z.string().nullish().catch(null),
        peer_host: z.string().nullish().catch(null),
      })
      .catch({}),
  })
  .transform((raw) => ({
    queue: raw.queue.name,
    tag: raw.consumer_tag,
    /** False: it stands by behind a single active consumer. */
    active: raw.active,
    prefetch: raw.prefetch_count ?? null,
    connection: raw.channel_details.connection_name ?? null,
    user: raw.channel_details.user ?? null,
    host: raw.channel_details.peer_host ?? null,
  }));
export type ConsumerInfo = z.output<typeof consumerSchema>;

export const connectionSchema = z
  .object({ name: z.string(), user_provided_name: z.string().nullish().catch(null) })
  .transform((raw) => ({ name: raw.name, title: raw.user_provided_name || null }));
export type ConnectionInfo = z.output<typeof connectionSchema>;
