import { byOf } from "@/server/access/by";
import { SillageError } from "@/server/errors";
import { procedure } from "@/server/trpc/trpc";
import { compensateSaga } from "./compensate-saga";
import {
  compensateInput,
  compensateOutput,
  definitionItem,
  definitionPreview,
  definitionPreviewInput,
  definitionsOutput,
  definitionVersions,
  oneDefinitionInput,
  removeDefinitionInput,
  setSettingsInput,
  settingsOutput,
  writeDefinitionInput,
} from "./definition-schemas";
import {
  definitionHistory,
  listDefinitions,
  putDefinition,
  removeDefinition,
  setSettings,
  settingsNow,
} from "./manage-definitions";
import { previewDefinition } from "./preview-definition";
import { readDefinition } from "./read-definition";

/** Definitions, settings and compensation by hand. Part of the router of sagas. */
export const definitionProcedures = {
  definitions: procedure
    .output(definitionsOutput)
    .query(async ({ ctx }) => ({ items: await listDefinitions(ctx.services.storePool) })),

  definitionVersions: procedure
    .input(oneDefinitionInput)
    .output(definitionVersions)
    .query(async ({ input, ctx }) => ({
      items: await definitionHistory(ctx.services.storePool, input.name),
    })),

  /** A mutation, though it changes nothing: a definition does not fit into an address. */
  definitionPreview: procedure
    .input(definitionPreviewInput)
    .output(definitionPreview)
    .mutation(async ({ input, ctx }) => {
      const { definition, problems } = readDefinition(input.text);
      if (!definition) return { problems, effect: null };
      const { searchPool, clock } = ctx.services;
      return { problems: [], effect: await previewDefinition(searchPool, definition, clock()) };
    }),

  writeDefinition: procedure
    .input(writeDefinitionInput)
    .output(definitionItem)
    .mutation(({ input: { text, expectedVersion, reason }, ctx }) => {
      const { definition, problems } = readDefinition(text);
      if (!definition) {
        const fields = Object.fromEntries(problems.map(({ path, said }) => [path || "text", said]));
        throw new SillageError("INVALID_INPUT", "This is no definition of a saga.", { details: { fields } });
      }
      return putDefinition(ctx.services.storePool, definition, { by: byOf(ctx, reason), expectedVersion });
    }),

  removeDefinition: procedure
    .input(removeDefinitionInput)
    .output(definitionItem)
    .mutation(({ input: { name, expectedVersion, reason }, ctx }) =>
      removeDefinition(ctx.services.storePool, name, { by: byOf(ctx, reason), expectedVersion }),
    ),

  settings: procedure.output(settingsOutput).query(({ ctx }) => settingsNow(ctx.services.storePool)),

  setSettings: procedure
    .input(setSettingsInput)
    .output(settingsOutput)
    .mutation(({ input: { reason, ...settings }, ctx }) =>
      setSettings(ctx.services.storePool, settings, byOf(ctx, reason)),
    ),

  /** Starts the compensation of a saga by hand, as its definition says how. */
  compensate: procedure
    .input(compensateInput)
    .output(compensateOutput)
    .mutation(({ input, ctx }) => compensateSaga(ctx, input)),
};
