import type { z } from "zod";
import {
  answer,
  type JsonSchema,
  type Paths,
  pathParameter,
  problems,
  queryParameters,
} from "@/server/http/openapi-parts";
import { listSagasInput, sagaDetail, sagasPage } from "./saga-schemas";

/** The doors of sagas. `output` turns a schema into one of the document. */
export function sagaPaths(output: (schema: z.ZodType) => JsonSchema): Paths {
  return {
    "/api/sagas": {
      get: {
        summary: "Sagas, the newest or the longest first",
        description:
          "A page may have fewer than `limit`, none even, where much was looked through: go on while there is a `nextCursor`.",
        parameters: queryParameters(listSagasInput),
        responses: { 200: answer("Matching sagas", output(sagasPage)), ...problems(400, 503) },
      },
    },
    "/api/sagas/{id}": {
      get: {
        summary: "One saga: its events, what happened to them, what it waits for",
        parameters: [pathParameter("id", "Id of the saga, as GET /api/sagas gives it")],
        responses: { 200: answer("The saga", output(sagaDetail)), ...problems(400, 404, 503) },
      },
    },
  };
}
