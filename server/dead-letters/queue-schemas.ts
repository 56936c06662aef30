import { z } from "zod";
import { CUSTODIES } from "./words";

/** Dead-letter queues: what feeds them, who has their messages, and how deep they were. */

export const deadLetterQueue = z
  .object({
    vhost: z.string(),
    name: z.string(),
    custody: z.enum(CUSTODIES),
    custodyChosenBy: z.string().nullable().meta({ description: "Null while it is what it began with" }),
    custodyChangedAt: z.string(),
    foundBy: z
      .array(z.enum(["argument", "policy", "name", "x-death"]))
      .meta({ description: "How it was recognised" }),
    sources: z
      .array(
        z.object({
          queue: z.string(),
          exchange: z.string().meta({ description: "Empty for the default one" }),
          routingKey: z.string().nullable().meta({ description: "Null: the dead keep their own" }),
          setBy: z.enum(["argument", "policy"]),
        }),
      )
      .meta({ description: "Queues that feed it, each by the exchange that it sends its dead letters to" }),
    countableOnly: z.boolean().meta({
      description: "Its dead-letter exchange is the default one: its messages are seen only by holding them",
    }),
    owned: z.boolean().meta({ description: "It belongs to Sillage's own services or to the demo" }),
    present: z.boolean(),
    depth: z.number().nullable().meta({ description: "Messages in the queue" }),
    consumers: z.number().nullable(),
    readAt: z.string().nullable(),
    problem: z.string().nullable().meta({ description: "Why custody does not work now" }),
    unholdable: z
      .string()
      .nullable()
      .meta({ description: "Why nobody can hold it; null where it can be held" }),
    holding: z.boolean().meta({ description: "A worker moves its messages out at this moment" }),
    counts: z.object({ observed: z.number(), held: z.number(), released: z.number() }),
    groups: z.number(),
    /** Every quarter of an hour of the last day: in the queue and in our custody, at most; null where not known. */
    depths: z.object({
      from: z.string(),
      stepMs: z.number(),
      waiting: z.array(z.number().nullable()),
      held: z.array(z.number().nullable()),
    }),
  })
  .meta({ id: "DeadLetterQueue" });
export type DeadLetterQueueView = z.output<typeof deadLetterQueue>;

export const deadLetterQueues = z.object({ items: z.array(deadLetterQueue) });

const queueName = {
  vhost: z.string().min(1, "is empty").max(255, "is longer than 255 characters"),
  name: z.string().min(1, "is empty").max(255, "is longer than 255 characters"),
};
const custody = z.enum(CUSTODIES, { error: `is not one of ${CUSTODIES.join(", ")}` });
export const custodyInput = z.strictObject({ ...queueName, custody });
export const releaseInput = z.strictObject(queueName);

/** Body of `PUT /api/dead-letters/queues/{vhost}/{name}/custody`. */
export const custodyBody = z.strictObject({ custody });
export const custodyChanged = z.object({ before: custody, after: custody }).meta({ id: "CustodyChanged" });

export const released = z
  .object({
    redriveId: z.string().meta({ description: "The redrive that puts them back" }),
    total: z.number(),
  })
  .meta({ id: "ReleasedQueue" });
