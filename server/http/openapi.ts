import { z } from "zod";
import { PERMISSIONS, ruleOf } from "@/server/access/permissions";
import { searchInput, searchOutput } from "@/server/audit/audit-schemas";
import { messageDetail } from "@/server/audit/detail-schemas";
import {
  arrivalsOutput,
  causationOutput,
  correlationOutput,
  fieldSourcesOutput,
  streamOutput,
} from "@/server/audit/related-schemas";
import { deadLetterPaths } from "@/server/dead-letters/dead-letters-openapi";
import { docsPaths } from "@/server/docs/docs-openapi";
import { flowPaths } from "@/server/flows/flows-openapi";
import { notificationPaths } from "@/server/notifications/notifications-openapi";
import { actionDetail, actionsPage, listActionsInput } from "@/server/operator-actions/actions-schemas";
import { reasoned } from "@/server/operator-actions/reason";
import {
  importAllOutput,
  importOutput,
  listQuarantineInput,
  listQuarantineOutput,
  quarantineDetail,
} from "@/server/quarantine/quarantine-schemas";
import { redrivePaths } from "@/server/redrive/redrive-openapi";
import { routeOutput } from "@/server/routes/route-schemas";
import { sagaPaths } from "@/server/sagas/sagas-openapi";
import {
  coverageAnswer,
  exchangeName,
  listCoverageInput,
  listGapsInput,
  listGapsOutput,
  vhostName,
} from "@/server/taps/taps-schemas";
import { complaintPaths } from "./openapi-complaints";
import {
  answer,
  body,
  collect,
  type JsonSchema,
  type Operation,
  type Paths,
  problems,
  queryParameters,
} from "./openapi-parts";

/** The OpenAPI 3.1 description of the REST doors, made from the schemas that check them: the two cannot drift apart. */

const problemSchema: JsonSchema = {
  type: "object",
  description: "Problem details (RFC 9457)",
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { type: "string" },
    errors: {
      type: "array",
      items: { type: "object", properties: { field: { type: "string" }, detail: { type: "string" } } },
    },
  },
  required: ["type", "title", "status", "detail"],
};

/** Makes the document. */
export function openApiDocument(): Record<string, unknown> {
  const schemas: Record<string, JsonSchema> = { Problem: problemSchema };
  const output = (schema: z.ZodType) =>
    collect(schemas, z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }) as JsonSchema);
  const idParameter = {
    name: "id",
    in: "path",
    required: true,
    description: "Record id",
    schema: { type: "string", pattern: "^\\d{1,18}$" },
  };
  const related = (summary: string, schema: z.ZodType) => ({
    get: {
      summary,
      parameters: [idParameter],
      responses: { 200: answer(summary, output(schema)), ...problems(400, 404, 503) },
    },
  });
  return {
    openapi: "3.1.0",
    info: {
      title: "Sillage",
      version: "1",
      description:
        "Everything that was seen on the exchanges of a RabbitMQ, searchable. Texts in answers come from the broker: treat them as hostile.",
    },
    // What the permission table opens to all says so itself.
    security: [{ token: [] }, { session: [] }],
    paths: behindDoors({
      "/api/coverage": {
        get: {
          summary: "How far each exchange is observed, why, and what is proven of its completeness",
          parameters: queryParameters(listCoverageInput),
          responses: { 200: answer("Coverage", output(coverageAnswer)), ...problems(400, 503) },
        },
      },
      "/api/gaps": {
        get: {
          summary: "Messages that were published and are not stored: counted, dated, with the cause",
          parameters: queryParameters(listGapsInput),
          responses: { 200: answer("Gaps, newest first", output(listGapsOutput)), ...problems(400, 503) },
        },
      },
      "/api/coverage/exclude": {
        post: {
          summary: "Leave an exchange unobserved from now on",
          requestBody: body(reasoned(exchangeName)),
          responses: { 200: { description: "Excluded" }, ...problems(400, 503) },
        },
      },
      "/api/coverage/include": {
        post: {
          summary: "Observe an excluded exchange again",
          requestBody: body(reasoned(exchangeName)),
          responses: { 200: { description: "Included" }, ...problems(400, 503) },
        },
      },
      "/api/taps/consent": {
        post: {
          summary: "Let Sillage bind its taps in a virtual host of a broker that is not its own",
          requestBody: body(reasoned(vhostName)),
          responses: { 200: { description: "Consented" }, ...problems(400, 503) },
        },
      },
      "/api/quarantine": {
        get: {
          summary: "List the messages that could not be stored, oldest first",
          parameters: queryParameters(listQuarantineInput),
          responses: {
            200: answer("Messages in quarantine", output(listQuarantineOutput)),
            ...problems(400, 503),
          },
        },
      },
      "/api/quarantine/{id}": {
        get: {
          summary: "One message in quarantine as far as it can be read, with every attempt to store it",
          parameters: [idParameter],
          responses: { 200: answer("The message", output(quarantineDetail)), ...problems(400, 404, 503) },
        },
      },
      "/api/quarantine/{id}/body": {
        get: {
          summary: "The body of a message in quarantine, byte for byte as it came",
          parameters: [idParameter],
          responses: {
            200: { description: "The body", content: { "application/octet-stream": {} } },
            ...problems(400, 404, 503),
          },
        },
      },
      "/api/quarantine/{id}/import": {
        post: {
          summary: "Bring one message from quarantine into the store",
          parameters: [idParameter],
          responses: { 200: answer("Imported", output(importOutput)), ...problems(400, 404, 409, 503) },
        },
      },
      "/api/quarantine/import": {
        post: {
          summary: "Bring everything that waits in quarantine into the store",
          responses: { 200: answer("How many", output(importAllOutput)), ...problems(503) },
        },
      },
      "/api/operator-actions": {
        get: {
          summary: "What people, tokens and commands did, newest first",
          parameters: queryParameters(listActionsInput),
          responses: { 200: answer("Actions", output(actionsPage)), ...problems(400, 503) },
        },
      },
      "/api/operator-actions/{id}": {
        get: {
          summary: "One action with the values before and after",
          parameters: [{ ...idParameter, description: "Id of the action" }],
          responses: { 200: answer("The action", output(actionDetail)), ...problems(400, 404, 503) },
        },
      },
      "/api/audit/search": {
        get: {
          summary: "Search all messages, newest first",
          parameters: queryParameters(searchInput),
          responses: { 200: answer("Matching messages", output(searchOutput)), ...problems(400, 503) },
        },
      },
      "/api/audit/messages/{id}": {
        get: {
          summary: "Everything about one message",
          parameters: [idParameter],
          responses: { 200: answer("The message", output(messageDetail)), ...problems(400, 404, 503) },
        },
      },
      "/api/audit/messages/{id}/body": {
        get: {
          summary: "The body of a message, byte for byte as it came",
          parameters: [idParameter],
          responses: {
            200: { description: "The body", content: { "application/octet-stream": {} } },
            ...problems(400, 404, 503),
          },
        },
      },
      "/api/audit/messages/{id}/causation": related("Causes and effects of a message", causationOutput),
      "/api/audit/messages/{id}/correlation": related(
        "Everything of the same correlation, around a message",
        correlationOutput,
      ),
      "/api/audit/messages/{id}/stream": related(
        "The stream of a message, around its place, with what its versions say",
        streamOutput,
      ),
      "/api/audit/messages/{id}/arrivals": related(
        "Every arrival under the event id of a message",
        arrivalsOutput,
      ),
      "/api/audit/messages/{id}/route": related(
        "The exchanges and queues that a message reaches by the bindings of now",
        routeOutput,
      ),
      "/api/audit/messages/{id}/sources": related(
        "Where each field of a message's envelope was read from",
        fieldSourcesOutput,
      ),
      ...complaintPaths(output),
      ...notificationPaths(output),
      ...redrivePaths(output),
      ...deadLetterPaths(output),
      ...sagaPaths(output),
      ...docsPaths(),
      ...flowPaths(output),
      "/api/health": {
        get: { summary: "This process is alive", responses: { 200: { description: "Alive" } } },
      },
      "/api/ready": {
        get: {
          summary: "Whether everything is in place, with a reason for each part",
          responses: { 200: { description: "Ready" }, 503: { description: "Not ready" } },
        },
      },
      "/metrics": {
        get: {
          summary: "Metrics of all processes, for Prometheus",
          responses: { 200: { description: "Metrics" } },
        },
      },
    }),
    components: {
      schemas,
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "Made in the settings, or by `npm run token -- --role viewer --name ci`",
        },
        session: { type: "apiKey", in: "cookie", name: "sillage.session_token" },
      },
    },
  };
}

/** Adds to each operation what the permission table says of it: who may, and how it refuses the others. */
function behindDoors(paths: Paths): Paths {
  const told = (method: string, path: string, operation: Operation): Operation => {
    const rule = ruleOf(`${method.toUpperCase()} ${path}`);
    if (rule === "public" || rule === undefined) return { ...operation, security: [] };
    const roles = rule === "signed-in" ? "any role" : `one of the roles ${PERMISSIONS[rule].join(", ")}`;
    const { responses, ...rest } = operation;
    const refusals = rule === "signed-in" ? problems(401) : problems(401, 403);
    return { ...rest, description: `Needs ${roles}.`, responses: { ...responses, ...refusals } };
  };
  return Object.fromEntries(
    Object.entries(paths).map(([path, operations]) => [
      path,
      Object.fromEntries(
        Object.entries(operations).map(([method, operation]) => [method, told(method, path, operation)]),
      ),
    ]),
  );
}
