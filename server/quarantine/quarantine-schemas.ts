import { z } from "zod";

export const quarantineId = z.string().regex(/^\d{1,18}$/, { error: "is not a quarantine id" });

export const listQuarantineInput = z.strictObject({
  /** Only what still waits, or all. */
  state: z
    .enum(["open", "imported", "all"])
    .default("open")
    .describe("Only what still waits, what was imported, or all"),
  after: quarantineId.optional().describe("Go on after this id"),
  limit: z.coerce.number().int().min(1).max(500).default(50),
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
    attempts: z.number(),
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

export const importOutput = z.object({ item: quarantineItem }).meta({ id: "QuarantineImport" });
export const importAllOutput = z
  .object({ imported: z.number(), failed: z.number() })
  .meta({ id: "QuarantineImportAll" });
