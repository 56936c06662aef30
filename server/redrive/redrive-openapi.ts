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
import {
  listRedriveMessagesInput,
  listRedrivesInput,
  plannedRedrive,
  planRedriveInput,
  redriveMessagesPage,
  redrivePreview,
  redrivesPage,
  redriveView,
  resumeRedriveInput,
} from "./redrive-schemas";

/** The REST routes of redrives, for the OpenAPI document. */
export function redrivePaths(output: (schema: z.ZodType) => JsonSchema): Paths {
  const parameters = [pathParameter("id", "Id of the redrive", { type: "string", format: "uuid" })];
  const redrive = output(redriveView);
  const reason = reasoned(z.strictObject({}));
  const command = (summary: string, input: z.ZodType = reason) => ({
    post: {
      summary,
      parameters,
      requestBody: { ...(body(input) as object), required: false },
      responses: { 200: answer("The redrive", redrive), ...problems(400, 404, 409, 503) },
    },
  });
  return {
    "/api/dead-letters/redrives": {
      get: {
        summary: "Redrives and how far they have come, newest first",
        parameters: queryParameters(listRedrivesInput),
        responses: { 200: answer("Redrives", output(redrivesPage)), ...problems(400, 503) },
      },
      post: {
        summary:
          "Plan a redrive: freezes the set and says what it would do; nothing is sent before it is started",
        requestBody: body(reasoned(planRedriveInput)),
        responses: {
          201: answer("The plan, and its preview", output(plannedRedrive)),
          ...problems(400, 403, 422, 503),
        },
      },
    },
    "/api/dead-letters/redrives/{id}": {
      get: {
        summary: "One redrive: its counts by outcome and by what became of the messages",
        parameters,
        responses: { 200: answer("The redrive", redrive), ...problems(400, 404, 503) },
      },
    },
    "/api/dead-letters/redrives/{id}/preview": {
      get: {
        summary: "What a redrive would do if it were started now",
        parameters,
        responses: { 200: answer("The preview", output(redrivePreview)), ...problems(400, 404, 503) },
      },
    },
    "/api/dead-letters/redrives/{id}/messages": {
      get: {
        summary: "The messages of a redrive in the order in which they are sent, each with its outcome",
        parameters: [...parameters, ...queryParameters(listRedriveMessagesInput)],
        responses: { 200: answer("Messages", output(redriveMessagesPage)), ...problems(400, 404, 503) },
      },
    },
    "/api/dead-letters/redrives/{id}/start": command("Start a planned redrive"),
    "/api/dead-letters/redrives/{id}/pause": command("Pause a redrive: nothing more is sent"),
    "/api/dead-letters/redrives/{id}/resume": command(
      "Go on with a redrive that is paused or has halted; the rate and the halt rule may be changed",
      reasoned(resumeRedriveInput),
    ),
    "/api/dead-letters/redrives/{id}/abort": command("End a redrive: what was not sent is free again"),
  };
}
