import type { z } from "zod";
import { answer, type JsonSchema, type Paths, problems, queryParameters } from "@/server/http/openapi-parts";
import { flowAnswer, flowInput } from "./flow-schemas";

/** The doors of flows. `output` turns a schema into one of the document. */
export function flowPaths(output: (schema: z.ZodType) => JsonSchema): Paths {
  return {
    "/api/flows": {
      get: {
        summary: "The directly-follows graph of event types: exact counts over any range",
        parameters: queryParameters(flowInput),
        responses: { 200: answer("The graph", output(flowAnswer)), ...problems(400, 503) },
      },
    },
  };
}
