import { flowInput } from "@/server/flows/flow-schemas";
import {
  type Operation,
  type Paths,
  pathParameter,
  problems,
  queryParameters,
} from "@/server/http/openapi-parts";
import { drawingQuery, rangeQuery, sagaDiagramQuery, topologyDiagramQuery } from "./diagram-schemas";

const drawing = queryParameters(drawingQuery);
const text = { schema: { type: "string" } };

/** A diagram as text. */
function diagram(summary: string, parameters: unknown[], ...more: number[]): { get: Operation } {
  return {
    get: {
      summary,
      parameters: [...parameters, ...drawing],
      responses: {
        200: {
          description: "The diagram. The same facts give the same bytes, and the same ETag",
          content: { "text/vnd.mermaid": text, "text/markdown": text },
        },
        304: { description: "It is as in If-None-Match" },
        ...problems(400, ...more, 503),
      },
    },
  };
}

/** What is written about the last seven days, or another range. */
function file(summary: string, type: string): { get: Operation } {
  return {
    get: {
      summary,
      parameters: queryParameters(rangeQuery),
      responses: {
        200: { description: "The file", content: { [type]: {} } },
        304: { description: "It is as in If-None-Match" },
        ...problems(400, 503),
      },
    },
  };
}

/** The doors of diagrams and of what is written down about the system. */
export function docsPaths(): Paths {
  return {
    "/api/diagrams/aggregates/{type}": diagram(
      "State diagram of an aggregate type: what event followed what in its streams, and how often",
      [pathParameter("type", "Aggregate type"), ...queryParameters(rangeQuery)],
    ),
    "/api/diagrams/flows": diagram(
      "Flowchart of the flow map, with counts, p95 and dead-letter rate",
      queryParameters(flowInput),
    ),
    "/api/diagrams/participants": diagram(
      "Flowchart of services and the event types that they react to of each other",
      queryParameters(rangeQuery),
    ),
    "/api/diagrams/sagas/{id}": diagram(
      "Sequence diagram of a saga",
      [pathParameter("id", "Id of the saga"), ...queryParameters(sagaDiagramQuery)],
      404,
    ),
    "/api/diagrams/topology": diagram(
      "Flowchart of exchanges and queues",
      queryParameters(topologyDiagramQuery),
      404,
    ),
    "/api/docs/asyncapi.json": file(
      "Exchanges and event types as an AsyncAPI 3.0 document: inferred schemas, masked examples, producers, consumers",
      "application/json",
    ),
    "/api/docs/events.md": file(
      "The same as one Markdown file, with guarantees, names, sagas and diagrams",
      "text/markdown",
    ),
  };
}
