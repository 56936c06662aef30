import type { z } from "zod";
import {
  assignInput,
  closeInput,
  commentInput,
  compensationInput,
  createInput,
  priorityInput,
  processInput,
  reopenInput,
} from "@/server/complaints/command-inputs";
import { complaintsListOutput, listComplaintsInput } from "@/server/complaints/list-schemas";
import { complaintView } from "@/server/complaints/view-schemas";
import {
  allInput,
  eventsInput,
  eventsPage,
  logPage,
  replayInput,
  replayOutput,
  stateInput,
  stateOutput,
  streamInput,
  streamPage,
  trailInput,
  trailPage,
} from "@/server/streams/streams-schemas";
import {
  answer,
  body,
  type JsonSchema,
  type Paths,
  pathParameter,
  problems,
  queryParameters,
} from "./openapi-parts";

const id = pathParameter("id", "Id of the complaint");
const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  description: "The same request under the same key is done once, and answered as it was",
  schema: { type: "string", maxLength: 200 },
};
const ifMatch = {
  name: "If-Match",
  in: "header",
  description: "Only if the complaint still has this version, in quotes: the ETag of an answer",
  schema: { type: "string", pattern: '^"\\d+"$' },
};

/** Complaints, events, streams and the audit trail. `output` turns a schema into one of the document. */
export function complaintPaths(output: (schema: z.ZodType) => JsonSchema): Paths {
  const view = answer("The complaint as it then is; ETag is its version", output(complaintView));
  const command = (method: "put" | "post", summary: string, input: z.ZodType) => ({
    [method]: {
      summary,
      parameters: [id, idempotencyKey, ifMatch],
      requestBody: body(input),
      responses: { 200: view, ...problems(400, 404, 409, 422, 503) },
    },
  });
  const get = (summary: string, parameters: unknown[], schema: z.ZodType, ...refusals: number[]) => ({
    get: {
      summary,
      parameters,
      responses: { 200: answer(summary, output(schema)), ...problems(400, ...refusals, 503) },
    },
  });
  const streamId = pathParameter("streamId", "`Complaint-<id>`, or a bare id where only one stream has it");
  const aggregateId = { ...(streamId as object), name: "aggregateId" };
  return {
    "/api/complaints": {
      get: {
        summary: "Complaints, filtered, sorted, in pages",
        parameters: queryParameters(listComplaintsInput),
        responses: {
          200: answer("A page of complaints", output(complaintsListOutput)),
          ...problems(400, 404, 503),
        },
      },
      post: {
        summary: "File a complaint",
        parameters: [idempotencyKey],
        requestBody: body(createInput),
        responses: { 201: view, ...problems(400, 404, 422, 503) },
      },
    },
    "/api/complaints/{id}": get("One complaint with all that happened to it", [id], complaintView, 404),
    "/api/complaints/{id}/assign": command("put", "Give it to somebody", assignInput),
    "/api/complaints/{id}/reassign": command("put", "Give it to somebody else", assignInput),
    "/api/complaints/{id}/process": command("put", "Begin to work on it, or resolve it", processInput),
    "/api/complaints/{id}/close": command("put", "Close it", closeInput),
    "/api/complaints/{id}/reopen": command("put", "Open it again", reopenInput),
    "/api/complaints/{id}/priority": command("put", "Change its priority", priorityInput),
    "/api/complaints/{id}/comments": command("post", "Say something about it", commentInput),
    "/api/complaints/{id}/compensations": command(
      "post",
      "Have what was told about it cancelled or corrected",
      compensationInput,
    ),
    "/api/events/stream/{streamId}": get(
      "The events of a stream, in its order",
      [streamId, ...queryParameters(streamInput)],
      streamPage,
      404,
      409,
    ),
    "/api/events/all": get("All events, in the order of the log", queryParameters(allInput), logPage),
    "/api/events/state/{aggregateId}": get(
      "The state that the events of an aggregate make: now, at a version or at a moment",
      [aggregateId, ...queryParameters(stateInput)],
      stateOutput,
      404,
      409,
    ),
    "/api/events/replay/{streamId}": {
      post: {
        summary: "Run the events of a stream again: rebuild its state, compare the read model, and repair it",
        parameters: [streamId, ...queryParameters(replayInput)],
        responses: { 200: answer("What was found", output(replayOutput)), ...problems(400, 404, 409, 503) },
      },
    },
    "/api/audit/events": get("Events, newest first", queryParameters(eventsInput), eventsPage),
    "/api/audit/trail/{aggregateId}": get(
      "Everything that happened to an aggregate, and what names it, oldest first",
      [aggregateId, ...queryParameters(trailInput)],
      trailPage,
      404,
      409,
    ),
  };
}
