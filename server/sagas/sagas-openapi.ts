import type { z } from "zod";
import {
  answer,
  body,
  type JsonSchema,
  type Paths,
  pathParameter,
  problems,
  queryParameters,
} from "@/server/http/openapi-parts";
import {
  definitionItem,
  definitionsOutput,
  definitionVersions,
  deleteDefinitionBody,
  putDefinitionBody,
} from "./definition-schemas";
import { listSagasInput, sagaDetail, sagasPage } from "./saga-schemas";

const NAME = pathParameter("name", "Name of the definition");

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
    "/api/sagas/definitions": {
      get: {
        summary: "Definitions of sagas: of each name the version that counts",
        responses: { 200: answer("Definitions", output(definitionsOutput)), ...problems(503) },
      },
    },
    "/api/sagas/definitions/{name}": {
      get: {
        summary: "All versions of a definition, the newest first",
        parameters: [NAME],
        responses: { 200: answer("Versions", output(definitionVersions)), ...problems(400, 404, 503) },
      },
      put: {
        summary: "Write a definition, new or in its next version; sagas are judged anew by it",
        parameters: [NAME],
        requestBody: body(putDefinitionBody),
        responses: {
          200: answer("The definition", output(definitionItem)),
          ...problems(400, 409, 422, 503),
        },
      },
      delete: {
        summary: "Remove a definition, a shipped one too; sagas are judged anew by what is usual",
        parameters: [NAME],
        requestBody: body(deleteDefinitionBody),
        responses: {
          200: answer("What was removed", output(definitionItem)),
          ...problems(400, 404, 409, 503),
        },
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
