import { z } from "zod";
import { reasoned } from "@/server/operator-actions/reason";
import { definitionName, sagaDefinition } from "./definition";
import { STORED_STATUSES } from "./saga";
import { sagaIdText } from "./saga-schemas";
import { sagaSettings } from "./saga-settings";

/** What comes in through the doors of definitions and of the settings of sagas, and what goes out. */

/** Characters of a definition. */
export const LONGEST_DEFINITION = 200_000;

const definition = z
  .record(z.string(), z.json())
  .nullable()
  .meta({ description: "SagaDefinition; null: it was removed, or this version of Sillage cannot read it" });

export const definitionItem = z
  .object({
    name: z.string(),
    title: z.string(),
    version: z.number().meta({ description: "From 1; 0: as it is shipped" }),
    state: z.enum(["inForce", "removed", "unreadable"]),
    shipped: z.boolean().meta({ description: "One of this name is shipped" }),
    writtenBy: z.string().nullable(),
    writtenAt: z.iso.datetime().nullable(),
    definition,
  })
  .meta({ id: "SagaDefinitionItem" });
export type DefinitionItem = z.infer<typeof definitionItem>;

export const definitionsOutput = z.object({ items: z.array(definitionItem) }).meta({ id: "SagaDefinitions" });

export const definitionVersions = z
  .object({ items: z.array(definitionItem).meta({ description: "The newest first" }) })
  .meta({ id: "SagaDefinitionVersions" });

export const oneDefinitionInput = z.strictObject({ name: definitionName });

/** A definition as it is typed. */
const text = z.string().max(LONGEST_DEFINITION, `is longer than ${LONGEST_DEFINITION} characters`);

export const definitionPreviewInput = z.strictObject({ text });

/** What is wrong, and where, as a JSON pointer. */
export const definitionProblem = z.object({ path: z.string(), said: z.string() });
export type DefinitionProblem = z.infer<typeof definitionProblem>;

const shownStatus = z.enum([...STORED_STATUSES, "STUCK"]);

export const definitionPreview = z
  .object({
    problems: z.array(definitionProblem),
    effect: z
      .object({
        looked: z.number().meta({ description: "Sagas that were looked at, the newest that begin so" }),
        changes: z.array(z.object({ from: shownStatus, to: shownStatus, count: z.number() })),
        deviating: z.number().meta({ description: "Of those, how many would depart from it" }),
      })
      .nullable(),
  })
  .meta({ id: "SagaDefinitionPreview" });
export type DefinitionPreview = z.infer<typeof definitionPreview>;

const expected = {
  expectedVersion: z
    .int()
    .min(0)
    .optional()
    .meta({ description: "The version that is replaced, as it was read; absent: whatever it is" }),
};
export const writeDefinitionInput = reasoned(z.strictObject({ text, ...expected }));
export const removeDefinitionInput = reasoned(z.strictObject({ name: definitionName, ...expected }));
export const putDefinitionBody = reasoned(z.strictObject({ definition: sagaDefinition, ...expected }));
export const deleteDefinitionBody = reasoned(z.strictObject(expected));

export const settingsOutput = z.object({
  version: z.number(),
  settings: z.object({
    silenceMs: z.number(),
    anchors: z.array(z.string()),
    stuckMultiple: z.number(),
    stuckFloorMs: z.number(),
  }),
  setBy: z.string().nullable(),
  setAt: z.iso.datetime().nullable(),
  rebuilding: z.boolean().meta({ description: "Sagas are being built anew beside those that are shown" }),
});
export const setSettingsInput = reasoned(sagaSettings);

export const compensateInput = z.strictObject({
  id: sagaIdText,
  reason: z.string().trim().min(1, "is empty").max(1_000, "is longer than 1,000 characters"),
});
export const compensateOutput = z.object({
  by: z.enum(["complaint", "publish"]),
  /** What was published, or decided. */
  type: z.string(),
  exchange: z.string(),
});
