import { z } from "zod";
import { procedure } from "@/server/trpc/trpc";
import { deadLetterId } from "./dead-letter-filter";
import { editDeadLetter, openEditable, previewEdit } from "./edit";
import {
  editable,
  editOneInput,
  editOutput,
  editPreview,
  editPreviewInput,
  patchApplyInput,
  patchOutput,
  patchPreview,
  patchPreviewInput,
  versionChanges,
  versionChangesInput,
} from "./edit-schemas";
import { applyToDeadLetters, previewPatch } from "./patch-dead-letters";
import { readVersionChanges } from "./version-changes";

/** Versions of dead letters: one at a time in the editor, or many by a patch. Part of the router of dead letters. */
export const editProcedures = {
  editable: procedure
    .input(z.strictObject({ id: deadLetterId }))
    .output(editable)
    .query(({ input, ctx }) => openEditable(ctx, input.id)),

  /** A mutation, though it changes nothing: a body does not fit into an address. */
  editPreview: procedure
    .input(editPreviewInput)
    .output(editPreview)
    .mutation(({ input: { id, ...edit }, ctx }) => previewEdit(ctx, id, edit)),

  edit: procedure
    .input(editOneInput)
    .output(editOutput)
    .mutation(({ input: { id, ...edit }, ctx }) => editDeadLetter(ctx, id, edit)),

  versionChanges: procedure
    .input(versionChangesInput)
    .output(versionChanges)
    .query(({ input, ctx }) => readVersionChanges(ctx, input.id, input.version)),

  patchPreview: procedure
    .input(patchPreviewInput)
    .output(patchPreview)
    .mutation(({ input, ctx }) => previewPatch(ctx, input)),

  patch: procedure
    .input(patchApplyInput)
    .output(patchOutput)
    .mutation(({ input, ctx }) => applyToDeadLetters(ctx, input)),
};
