import { z } from "zod";
import { procedure, router } from "@/server/trpc/trpc";
import { decideAs, mailsPlace, readingMail, readingTaken } from "./mail-door";
import { listMails, listTaken, summariseMails } from "./mail-queries";
import {
  decideMailInput,
  listMailsInput,
  listTakenInput,
  mailDetail,
  mailSummary,
  mailsPage,
  oneMail,
  takenDetail,
  takenId,
  takenPage,
} from "./mail-schemas";

/** How the query client asks for a page. */
const FORWARD = { direction: z.literal("forward").optional() };

/** Mails about complaints: what was sent, what waits for a person, and what the built-in mail server took. */
export const mailsRouter = router({
  list: procedure
    .input(listMailsInput.extend(FORWARD))
    .output(mailsPage)
    .query(({ input: { direction: _, ...input }, ctx }) =>
      listMails(ctx.services.prisma, mailsPlace(ctx).vhost, input),
    ),

  summary: procedure
    .output(mailSummary)
    .query(({ ctx }) => summariseMails(ctx.services.prisma, mailsPlace(ctx).vhost, ctx.services.clock())),

  one: procedure
    .input(oneMail)
    .output(mailDetail)
    .query(({ input, ctx }) => readingMail(ctx, input.id)),

  decide: procedure
    .input(decideMailInput)
    .output(z.void())
    .mutation(({ input, ctx }) => decideAs(ctx, input)),

  taken: procedure
    .input(listTakenInput)
    .output(takenPage)
    .query(({ input, ctx }) => {
      mailsPlace(ctx);
      return listTaken(ctx.services.prisma, input);
    }),

  oneTaken: procedure
    .input(takenId)
    .output(takenDetail)
    .query(({ input, ctx }) => readingTaken(ctx, input.id)),
});
