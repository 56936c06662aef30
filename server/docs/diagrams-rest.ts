import type { z } from "zod";
import { flowInput } from "@/server/flows/flow-schemas";
import type { Visit } from "@/server/http/door";
import { invalidInput, readQuery } from "@/server/http/problem";
import { sagaIdText } from "@/server/sagas/saga-schemas";
import { diagramAnswer } from "./diagram-answer";
import {
  aggregateType,
  DRAWING_PARAMETERS,
  type DrawnText,
  drawingQuery,
  rangeQuery,
  sagaDiagramQuery,
  topologyDiagramQuery,
} from "./diagram-schemas";
import { drawAggregate, drawFlow, drawParticipants, drawSaga, drawTopology } from "./draw-diagram";

/** `GET /api/diagrams/sagas/{id}` */
export function getSagaDiagram(id: string, request: Request, visit: Visit): Promise<Response> {
  return answered(request, sagaDiagramQuery, ({ part }, { lang }) =>
    drawSaga(visit, named("id", id, sagaIdText), part, lang),
  );
}

/** `GET /api/diagrams/flows` */
export function getFlowDiagram(request: Request, visit: Visit): Promise<Response> {
  return answered(request, flowInput, (flow, { lang }) => drawFlow(visit, flow, lang));
}

/** `GET /api/diagrams/aggregates/{type}` */
export function getAggregateDiagram(type: string, request: Request, visit: Visit): Promise<Response> {
  return answered(request, rangeQuery, (range, { lang }) =>
    drawAggregate(visit, named("type", type, aggregateType), range, lang),
  );
}

/** `GET /api/diagrams/participants` */
export function getParticipantsDiagram(request: Request, visit: Visit): Promise<Response> {
  return answered(request, rangeQuery, (range, { lang }) => drawParticipants(visit, range, lang));
}

/** `GET /api/diagrams/topology` */
export function getTopologyDiagram(request: Request, visit: Visit): Promise<Response> {
  return answered(request, topologyDiagramQuery, (topology, { lang }) => drawTopology(visit, topology, lang));
}

/** The query says what is drawn, and how that is answered. */
async function answered<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  draw: (query: z.output<Schema>, drawing: z.output<typeof drawingQuery>) => Promise<DrawnText>,
): Promise<Response> {
  const drawing = readQuery(
    only(request, (name) => DRAWING_PARAMETERS.includes(name)),
    drawingQuery,
  );
  const query = readQuery(
    only(request, (name) => !DRAWING_PARAMETERS.includes(name)),
    schema,
  );
  const { text } = await draw(query, drawing);
  return diagramAnswer(request, text, drawing.format);
}

/** The request with some of its parameters. */
function only({ url }: Request, keep: (name: string) => boolean): Request {
  const kept = new URL(url);
  kept.search = new URLSearchParams([...kept.searchParams].filter(([name]) => keep(name))).toString();
  return new Request(kept);
}

function named(field: string, value: string, schema: z.ZodType<string>): string {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidInput({ [field]: parsed.error.issues[0]!.message });
  return parsed.data;
}
