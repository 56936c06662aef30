import { z } from "zod";
import {
  answer,
  body,
  type JsonSchema,
  type Paths,
  pathParameter,
  problems,
  queryParameters,
} from "@/server/http/openapi-parts";
import { reasoned } from "@/server/operator-actions/reason";
import { deadLetterFilter, listDeadLettersInput } from "./dead-letter-filter";
import { deadLetterDetail, deadLettersPage } from "./dead-letter-schemas";
import { discardInput, restoreInput, settled } from "./discard-schemas";
import { editInput, editOutput, patchesInput, patchOutput, patchPreview } from "./edit-schemas";
import { groupsPage, listGroupsInput } from "./group-schemas";
import { custodyBody, custodyChanged, deadLetterQueues, released, releaseInput } from "./queue-schemas";

/** The doors of dead letters. `output` turns a schema into one of the document. */
export function deadLetterPaths(output: (schema: z.ZodType) => JsonSchema): Paths {
  return {
    "/api/dead-letters": {
      get: {
        summary: "Dead letters, newest first",
        parameters: queryParameters(listDeadLettersInput),
        responses: { 200: answer("Matching dead letters", output(deadLettersPage)), ...problems(400, 503) },
      },
    },
    "/api/dead-letters/groups": {
      get: {
        summary: "Dead letters by what they died of, with counts by state and by the hour",
        parameters: queryParameters(listGroupsInput),
        responses: { 200: answer("Cause groups", output(groupsPage)), ...problems(400, 503) },
      },
    },
    "/api/dead-letters/queues": {
      get: {
        summary: "Dead-letter queues: what feeds them, who has their messages, how deep they were",
        responses: { 200: answer("Queues", output(deadLetterQueues)), ...problems(503) },
      },
    },
    "/api/dead-letters/queues/{vhost}/{name}/custody": {
      put: {
        summary: "Have a dead-letter queue held, or only observed from now on",
        parameters: [pathParameter("vhost", "Virtual host"), pathParameter("name", "Dead-letter queue")],
        requestBody: body(reasoned(custodyBody)),
        responses: {
          200: answer("What it was and is", output(custodyChanged)),
          ...problems(400, 404, 409, 503),
        },
      },
    },
    "/api/dead-letters/queues/{vhost}/{name}/release": {
      post: {
        summary: "Put what is held of a dead-letter queue back into it; it is only observed from then on",
        parameters: [pathParameter("vhost", "Virtual host"), pathParameter("name", "Dead-letter queue")],
        requestBody: body(reasoned(releaseInput.pick({}))),
        responses: {
          200: answer("The redrive that does it", output(released)),
          ...problems(400, 404, 409, 422, 503),
        },
      },
    },
    "/api/dead-letters/export": {
      get: {
        summary:
          "Every dead letter that matches, one JSON object a line, with properties and body as they lay in the queue",
        parameters: queryParameters(deadLetterFilter),
        responses: {
          200: { description: "NDJSON", content: { "application/x-ndjson": {} } },
          ...problems(400, 503),
        },
      },
    },
    "/api/dead-letters/discard": {
      post: {
        summary: "Give dead letters up; they can be restored until retention removes them",
        requestBody: body(discardInput),
        responses: { 200: answer("How many", output(settled)), ...problems(400, 503) },
      },
    },
    "/api/dead-letters/patches": {
      post: {
        summary: "Change many dead letters by a patch, or see what it would do",
        description:
          "`mode: preview` answers how many it changes and, message by message, what would be different; its `token` and `through`, given to `mode: apply`, make that do exactly this or nothing (409). One transaction, with the redrive where one is asked for.",
        requestBody: body(patchesInput),
        responses: {
          200: answer("What it does, or has done", output(z.union([patchPreview, patchOutput]))),
          ...problems(400, 409, 422, 503),
        },
      },
    },
    "/api/dead-letters/{id}/versions": {
      post: {
        summary: "Change what is sent of a dead letter: a new version, which counts from then on",
        description:
          "With `redrive` the version, its plan, its claim and its start are one transaction. 422 with `problems` where the result is not like what is known of its event type; `accept: true` keeps it all the same. 403 for whoever is shown the message masked.",
        parameters: [pathParameter("id", "Id of a dead letter")],
        requestBody: body(editInput),
        responses: { 201: answer("The version", output(editOutput)), ...problems(400, 404, 409, 422, 503) },
      },
    },
    "/api/dead-letters/restore": {
      post: {
        summary: "Take a discard back",
        requestBody: body(restoreInput),
        responses: { 200: answer("How many", output(settled)), ...problems(400, 503) },
      },
    },
    "/api/dead-letters/{id}": {
      get: {
        summary: "One dead letter: content, every death, every redrive and what came of it",
        parameters: [pathParameter("id", "Id of the dead letter")],
        responses: { 200: answer("The dead letter", output(deadLetterDetail)), ...problems(400, 404, 503) },
      },
    },
  };
}
