import { z } from "zod";
import { messageBody, messageProperties } from "@/server/audit/detail-schemas";
import { READINGS } from "@/server/event-store/record";
import { FAILURE_CAUSES } from "./failure-causes";

export const quarantineId = z.string().regex(/^\d{1,18}$/, { error: "is not a quarantine id" });

export const QUARANTINE_STATES = ["open", "imported", "all"] as const;

/** Which messages are meant. All that are given must hold. */
const which = {
  vhost: z.string().min(1).max(255).optional().describe("Virtual host"),
  exchange: z.string().max(255).optional().describe("Exchange; empty for the default exchange"),
  errorCode: z.string().min(1).max(64).optional().describe("SQLSTATE or error name, exact"),
};
export const quarantineFilter = z.strictObject(which);
export type QuarantineFilter = z.output<typeof quarantineFilter>;

/** Query of `GET /api/quarantine`: oldest first. */
export const listQuarantineInput = z.strictObject({
  ...which,
  state: z
    .enum(QUARANTINE_STATES)
    .default("open")
    .describe("Only what still waits, what was imported, or all"),
  after: quarantineId.optional().describe("Go on after this id"),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

/** Input of `quarantine.list`: newest first; `direction` is how the query client asks for a page. */
export const quarantinePageInput = z.strictObject({
  ...which,
  state: z.enum(QUARANTINE_STATES).default("open"),
  cursor: quarantineId.optional(),
  limit: z.number().int().min(1).max(200).default(50),
  direction: z.literal("forward").optional(),
});

export const quarantineItem = z
  .object({
    id: z.string(),
    receivedAt: z.iso.datetime(),
    vhost: z.string(),
    exchange: z.string(),
    routingKey: z.string(),
    bodySize: z.number(),
    /** In words. */
    reason: z.string(),
    /** SQLSTATE or error name. */
    errorCode: z.string(),
    cause: z.enum(FAILURE_CAUSES).meta({ description: "What the error code stands for" }),
    attempts: z.number().meta({ description: "Times that storing it was refused" }),
    importedAt: z.iso.datetime().nullable(),
    /** Record id of the stored message. */
    importedId: z.string().nullable(),
  })
  .meta({ id: "QuarantinedMessage" });
export type QuarantineItem = z.output<typeof quarantineItem>;

export const listQuarantineOutput = z.object({
  items: z.array(quarantineItem),
  nextAfter: z.string().nullable(),
  open: z.number(),
});

export const quarantinePage = z.object({
  items: z.array(quarantineItem),
  nextCursor: z.string().nullable(),
});
export type QuarantinePage = z.output<typeof quarantinePage>;

export const quarantineSummary = z.object({
  open: z.number(),
  imported: z.number(),
  oldestOpenAt: z.string().nullable(),
  /** What waits, by where it was published and why it was refused; most first. */
  groups: z.array(
    z.object({
      vhost: z.string(),
      exchange: z.string(),
      errorCode: z.string(),
      cause: z.enum(FAILURE_CAUSES),
      open: z.number(),
    }),
  ),
});
export type QuarantineSummary = z.output<typeof quarantineSummary>;

export const quarantineDetail = z
  .object({
    item: quarantineItem,
    /** Oldest first: the first by the ingest, each later one an import. */
    history: z.array(
      z.object({ at: z.string(), reason: z.string().nullable(), errorCode: z.string().nullable() }),
    ),
    properties: messageProperties,
    maskedFields: z.number().meta({ description: "How many properties and headers are masked for you" }),
    propertiesError: z.string().nullable(),
    body: messageBody,
  })
  .meta({ id: "QuarantineDetail" });
export type QuarantineDetail = z.output<typeof quarantineDetail>;

/** What an import of all that match would take up: fixed when it was asked, so that what comes later is not taken along. */
export const importPreview = z.object({
  count: z.number(),
  bytes: z.number(),
  /** The newest id that is meant. */
  through: z.string().nullable(),
});
export type ImportPreview = z.output<typeof importPreview>;

export const importOutcome = z
  .object({
    id: z.string(),
    outcome: z.enum(["imported", "refused", "already"]).meta({
      description: "already: it was imported before, by somebody else or an earlier try",
    }),
    importedId: z.string().nullable().meta({ description: "Record id of the stored message" }),
    reading: z
      .enum(READINGS)
      .nullable()
      .meta({ description: "What was made of it; null when not stored now" }),
    errorCode: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: "ImportOutcome" });
export type ImportOutcome = z.output<typeof importOutcome>;

/** A part of an import of all that match: as many as fit into a short request, oldest first. */
export const importPartInput = z.strictObject({
  filter: quarantineFilter,
  through: quarantineId,
  after: quarantineId.optional(),
});
export const importPartOutput = z.object({
  outcomes: z.array(importOutcome),
  /** Go on after this id; null when none is left. */
  next: z.string().nullable(),
});

export const importOutput = z.object({ item: quarantineItem }).meta({ id: "QuarantineImport" });
export const importAllOutput = z
  .object({
    imported: z.number(),
    failed: z.number(),
    refused: z.array(importOutcome).meta({ description: "The first 100 that are still refused, and why" }),
  })
  .meta({ id: "QuarantineImportAll" });
