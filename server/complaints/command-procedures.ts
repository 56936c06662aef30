import { randomUUID } from "node:crypto";
import { z } from "zod";
import { byOf } from "@/server/access/by";
import { procedure } from "@/server/trpc/trpc";
import {
  assignInput,
  closeInput,
  commentInput,
  compensationInput,
  createInput,
  priorityInput,
  processInput,
  reopenInput,
} from "./command-inputs";
import { handleComplaint } from "./commands";
import { complaintReader, expectPlace, type Visitor } from "./complaint-door";
import { foldComplaint } from "./complaint-history";
import { commandOutput } from "./complaint-schemas";
import { expectComplaints } from "./complaint-services";
import type { GivenCommand } from "./complete-command";
import { identifier } from "./event-fields";
import { idsIn, namesOf } from "./people";

/** What every form sends along. */
const key = z.string().min(8).max(200).describe("Of the form: sent again, the command is done once");
const given = {
  id: identifier,
  key,
  expectedVersion: z
    .int()
    .min(1)
    .optional()
    .describe("The version that the form has shown; a comment may come after anything"),
};

/**
 * The commands of the pages. Each answers with the complaint as it is then. Where somebody else was faster, CONFLICT
 * says what has happened since, as `facts`.
 */
export const commandProcedures = {
  create: procedure
    .input(createInput.extend({ key }))
    .output(commandOutput)
    .mutation(({ input: { key, ...what }, ctx }) =>
      command(ctx, { id: randomUUID(), key }, { type: "create", ...what }),
    ),

  assign: procedure
    .input(assignInput.extend(given))
    .output(commandOutput)
    .mutation(({ input: { assignedTo, ...to }, ctx }) => command(ctx, to, { type: "assign", assignedTo })),

  reassign: procedure
    .input(assignInput.extend(given))
    .output(commandOutput)
    .mutation(({ input: { assignedTo, ...to }, ctx }) => command(ctx, to, { type: "reassign", assignedTo })),

  process: procedure
    .input(processInput.extend(given))
    .output(commandOutput)
    .mutation(({ input: { resolution, ...to }, ctx }) => command(ctx, to, { type: "process", resolution })),

  close: procedure
    .input(closeInput.extend(given))
    .output(commandOutput)
    .mutation(({ input, ctx }) => command(ctx, input, { type: "close" })),

  comment: procedure
    .input(commentInput.extend(given))
    .output(commandOutput)
    .mutation(({ input: { text, ...to }, ctx }) => command(ctx, to, { type: "comment", text })),

  reopen: procedure
    .input(reopenInput.extend(given))
    .output(commandOutput)
    .mutation(({ input: { reason, ...to }, ctx }) => command(ctx, to, { type: "reopen", reason })),

  changePriority: procedure
    .input(priorityInput.extend(given))
    .output(commandOutput)
    .mutation(({ input: { priority, ...to }, ctx }) =>
      command(ctx, to, { type: "changePriority", priority }),
    ),

  requireCompensation: procedure
    .input(compensationInput.extend(given))
    .output(commandOutput)
    .mutation(({ input: { reason, ...to }, ctx }) =>
      command(ctx, to, { type: "requireCompensation", reason }),
    ),
};

async function command(
  ctx: Visitor & { headers: Headers },
  { id, key, expectedVersion }: { id: string; key: string; expectedVersion?: number | undefined },
  command: GivenCommand,
): Promise<z.input<typeof commandOutput>> {
  const { services } = ctx;
  const place = expectPlace(ctx);
  const { complaintId, repeated } = await handleComplaint(expectComplaints(services), {
    command,
    complaintId: id,
    by: byOf(ctx),
    idempotencyKey: key,
    expectedVersion,
  });
  const reader = await complaintReader(ctx, place);
  // From the events, not from the read model: whoever changes something sees it changed.
  const view = (await foldComplaint(services.storePool, place.vhost, complaintId))!;
  return { view: reader.show(view), people: await namesOf(services.prisma, idsIn(view)), repeated };
}
