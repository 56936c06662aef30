import { z } from "zod";
import type { FieldEntry } from "@/server/broker/field-table";
import { WITHHELD_REASONS } from "@/server/masking/withheld";
import { auditItem } from "./audit-schemas";

/** A header table with its AMQP types; see server/broker/field-table.ts, which is the only maker of these values. */
const headerEntries = z.custom<FieldEntry[]>(Array.isArray).meta({
  description:
    "Pairs of name and typed value: { name, value: { type, value } }. int64 beyond 2^53 as decimal text, bytes as base64; `masked` with the type that it has, where you may not see it.",
});

const shortText = z.string().optional();

/** The AMQP basic properties as they came. */
export const messageProperties = z
  .object({
    contentType: shortText,
    contentEncoding: shortText,
    deliveryMode: z.number().optional(),
    priority: z.number().optional(),
    correlationId: shortText,
    replyTo: shortText,
    expiration: shortText,
    messageId: shortText,
    timestamp: shortText,
    type: shortText,
    userId: shortText,
    appId: shortText,
    clusterId: shortText,
    headers: headerEntries.optional(),
  })
  .meta({ id: "MessageProperties" });

/** The body, made readable. */
export const messageBody = z
  .object({
    kept: z.boolean().meta({ description: "False when it was larger than the store keeps" }),
    format: z.enum(["json", "text", "binary", "empty"]),
    text: z.string().nullable().meta({ description: "Null when binary" }),
    truncated: z
      .boolean()
      .meta({ description: "`text` is only the beginning; the whole body can be downloaded" }),
    decodedSize: z.number(),
    decoded: z.array(z.string()).meta({ description: "Content encodings that were taken off" }),
    problem: z.string().nullable().meta({ description: "Why the content encoding could not be taken off" }),
    head: z
      .string()
      .meta({ description: "First 4 KiB as it came, base64; of the masked text where one is masked" }),
    masked: z.number().meta({ description: "How many values are masked for you; they read `•••`" }),
    withheld: z.enum(WITHHELD_REASONS).nullable().meta({
      description:
        "Why you are not shown the body at all: text and binary bodies, and those over 4 MiB, cannot be masked value by value",
    }),
  })
  .meta({ id: "MessageBody" });
export type MessageBody = z.infer<typeof messageBody>;

export const messageDetail = z
  .object({
    item: auditItem,
    position: z.number().nullable().meta({ description: "Place in the global log, dense, from 0" }),
    contentDigest: z
      .string()
      .nullable()
      .meta({ description: "Null where something is masked: it would confirm a guess of what it is" }),
    properties: messageProperties,
    maskedFields: z.number().meta({ description: "How many properties and headers are masked for you" }),
    propertiesError: z.string().nullable().meta({ description: "Why not all properties could be decoded" }),
    body: messageBody,
  })
  .meta({ id: "MessageDetail" });
export type MessageDetail = z.infer<typeof messageDetail>;
