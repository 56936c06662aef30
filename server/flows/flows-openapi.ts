import type { z } from "zod";
import { answer, type JsonSchema, type Paths, problems, queryParameters } from "@/server/http/openapi-parts";
import { flowAnswer, flowInput, variantsAnswer, variantsInput } from "./flow-schemas";

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
    "/api/flows/variants": {
      get: {
        summary: "The distinct ways that sagas took which began within a range, the most frequent first",
        parameters: queryParameters(variantsInput),
        responses: { 200: answer("The ways", output(variantsAnswer)), ...problems(400, 503) },
      },
    },
  };
}
