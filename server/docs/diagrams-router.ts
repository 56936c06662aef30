import { procedure, router } from "@/server/trpc/trpc";
import { diagramChoicesOf } from "./diagram-choices";
import {
  aggregateDiagramInput,
  diagramChoices,
  diagramOutput,
  flowDiagramInput,
  participantsDiagramInput,
  sagaDiagramInput,
  topologyDiagramInput,
} from "./diagram-schemas";
import { docsReaderOf } from "./docs-reader";
import { drawAggregate, drawFlow, drawParticipants, drawSaga, drawTopology } from "./draw-diagram";

/** Diagrams as text, and what there is to draw. The same texts stand at `/api/diagrams/…`. */
export const diagramsRouter = router({
  choices: procedure
    .output(diagramChoices)
    .query(async ({ ctx }) => diagramChoicesOf(ctx.services.searchPool, await docsReaderOf(ctx))),

  saga: procedure
    .input(sagaDiagramInput)
    .output(diagramOutput)
    .query(({ input, ctx }) => drawSaga(ctx, input.id, input.part, input.lang)),

  flow: procedure
    .input(flowDiagramInput)
    .output(diagramOutput)
    .query(({ input, ctx }) => drawFlow(ctx, input.flow, input.lang)),

  aggregate: procedure
    .input(aggregateDiagramInput)
    .output(diagramOutput)
    .query(({ input, ctx }) => drawAggregate(ctx, input.type, input.range, input.lang)),

  participants: procedure
    .input(participantsDiagramInput)
    .output(diagramOutput)
    .query(({ input, ctx }) => drawParticipants(ctx, input.range, input.lang)),

  topology: procedure
    .input(topologyDiagramInput)
    .output(diagramOutput)
    .query(({ input, ctx }) => drawTopology(ctx, input.topology, input.lang)),
});
