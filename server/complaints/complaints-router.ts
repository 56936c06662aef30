import { z } from "zod";
import { streamId } from "@/server/envelopes/stream-id";
import { SillageError } from "@/server/errors";
import { procedure, router } from "@/server/trpc/trpc";
import { commandProcedures } from "./command-procedures";
import { complaintReader, expectPlace, recordShown } from "./complaint-door";
import type { EventType } from "./complaint-events";
import { serviceOf } from "./complaint-events";
import { readHistory } from "./complaint-history";
import { COMPLAINT_VIEWS } from "./complaint-projection";
import { complaintEventsOutput, complaintId, complaintOutput } from "./complaint-schemas";
import { identifier } from "./event-fields";
import { countComplaints, knownCategories, listComplaints } from "./list-queries";
import { complaintCounts, complaintFilter, complaintsPage, complaintsPageInput } from "./list-schemas";
import { assignees, idsIn, idsInLine, namesOf } from "./people";
import { complaintLag, readComplaint } from "./read-complaint";

/** Complaints: found, opened, followed, and dealt with. */
export const complaintsRouter = router({
  ...commandProcedures,

  list: procedure
    .input(complaintsPageInput)
    .output(complaintsPage)
    .query(async ({ input: { direction: _, ...input }, ctx }) => {
      const { services, principal } = ctx;
      const place = expectPlace(ctx);
      const reader = await complaintReader(ctx, place);
      const asking = { reader, me: principal.id, now: services.clock() };
      const page = await listComplaints(services.searchPool, place.vhost, asking, input);
      const { cursor: _cursor, limit: _limit, ...asked } = input;
      await recordShown(ctx, reader, page.items, { asked });
      return { ...page, people: await namesOf(services.prisma, page.items.flatMap(idsInLine)) };
    }),

  counts: procedure
    .input(complaintFilter)
    .output(complaintCounts)
    .query(async ({ input, ctx }) => {
      const { services, principal } = ctx;
      const place = expectPlace(ctx);
      const now = services.clock();
      const asking = { reader: await complaintReader(ctx, place), me: principal.id, now };
      const [counts, lag] = await Promise.all([
        countComplaints(services.searchPool, place.vhost, asking, input),
        complaintLag(services.searchPool, now),
      ]);
      return { ...counts, lag };
    }),

  /** Categories in use, for filters and for the form. */
  categories: procedure.output(z.array(z.string())).query(async ({ ctx }) => {
    const place = expectPlace(ctx);
    const reader = await complaintReader(ctx, place);
    const known = await knownCategories(ctx.services.searchPool, place.vhost);
    return JSON.parse(reader.json(JSON.stringify(known))) as string[];
  }),

  one: procedure
    .input(complaintId)
    .output(complaintOutput)
    .query(async ({ input, ctx }) => {
      const { services } = ctx;
      const place = expectPlace(ctx);
      const reader = await complaintReader(ctx, place);
      const { view, lag } = await readComplaint(services.searchPool, place.vhost, input.id, services.clock());
      const shown = reader.show(view);
      await recordShown(ctx, reader, shown, { complaint: view.id });
      return { view: shown, lag, people: await namesOf(services.prisma, idsIn(view)) };
    }),

  /** Everything that our services said about a complaint, with payloads. */
  events: procedure
    .input(complaintId)
    .output(complaintEventsOutput)
    .query(async ({ input, ctx }) => {
      const { services } = ctx;
      const place = expectPlace(ctx);
      const reader = await complaintReader(ctx, place);
      const history = await readHistory(services.searchPool, place.vhost, input.id);
      if (history.length === 0) throw new SillageError("NOT_FOUND", "There is no such complaint.");
      const items = history.map(({ recordId, event: { position, ...event } }) => ({
        recordId,
        position,
        eventId: event.eventId,
        eventType: event.eventType,
        streamId: streamId(event.aggregateType, event.aggregateId),
        version: event.metadata.version,
        service: serviceOf(event.eventType as EventType).service,
        at: event.metadata.timestamp,
        by: event.metadata.userId ?? null,
        correlationId: event.metadata.correlationId,
        causationId: event.metadata.causationId ?? null,
        payload: reader.json(JSON.stringify(event)),
      }));
      await recordShown(ctx, reader, items, { complaint: input.id });
      return {
        items,
        people: await namesOf(
          services.prisma,
          items.map(({ by }) => by),
        ),
      };
    }),

  assignees: procedure
    .output(z.array(z.object({ id: z.string(), name: z.string() })))
    .query(({ ctx }) => assignees(ctx.services.prisma, expectPlace(ctx))),

  /**
   * Says which complaints have changed, as it happens; null: any of them may have. With an id: that this one has.
   * Whoever hears it asks again.
   */
  live: procedure.input(z.strictObject({ id: identifier.optional() })).subscription(async function* ({
    input,
    ctx,
    signal,
  }) {
    expectPlace(ctx);
    const until = signal ?? new AbortController().signal;
    for await (const ids of ctx.services.views.follow(COMPLAINT_VIEWS.name, until)) {
      if (input.id === undefined) yield { ids };
      else if (ids === null || ids.includes(input.id)) yield { ids: [input.id] };
    }
  }),
});
