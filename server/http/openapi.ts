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
import { routeOutput } from "@/server/routes/route-schemas";
import {
  coverageAnswer,
  exchangeName,
  listCoverageInput,
  listGapsInput,
  listGapsOutput,
  vhostName,
} from "@/server/taps/taps-schemas";

/** The OpenAPI 3.1 description of the REST doors, made from the schemas that check them: the two cannot drift apart. */

export interface JsonSchema {
  properties?: Record<string, JsonSchema & { description?: string }>;
  required?: string[];
  $defs?: Record<string, JsonSchema>;
  [key: string]: unknown;
}

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

/** What the parts of the document that slices write are made with. */
export interface OpenApiTools {
  output: (schema: z.ZodType) => JsonSchema;
  answer: (description: string, schema: JsonSchema) => unknown;
  body: (schema: z.ZodType) => unknown;
  problems: (...statuses: number[]) => Record<number, unknown>;
  queryParameters: (schema: z.ZodType) => unknown[];
}
export type OpenApiPaths = Record<string, Record<string, Operation>>;

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
      ...notificationPaths({ output, answer, body, problems, queryParameters }),
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

interface Operation {
  summary: string;
  responses: Record<number, unknown>;
  [key: string]: unknown;
}

/** Adds to each operation what the permission table says of it: who may, and how it refuses the others. */
function behindDoors(paths: Record<string, Record<string, Operation>>): typeof paths {
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

function queryParameters(schema: z.ZodType): unknown[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
  }) as JsonSchema;
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description ? { description } : {}),
    schema: property,
  }));
}

/** Moves the named schemas to where OpenAPI has them. */
function collect(schemas: Record<string, JsonSchema>, schema: JsonSchema): JsonSchema {
  const { $defs = {}, $schema: _, ...own } = moved(schema) as JsonSchema;
  for (const [name, definition] of Object.entries($defs)) schemas[name] = definition;
  if (typeof own.id !== "string") return own;
  schemas[own.id] = own;
  return { $ref: `#/components/schemas/${own.id}` };
}

function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string"
        ? inner.replace("#/$defs/", "#/components/schemas/")
        : moved(inner),
    ]),
  );
}

function body(schema: z.ZodType): unknown {
  return {
    required: true,
    content: { "application/json": { schema: z.toJSONSchema(schema, { io: "input" }) } },
  };
}

function answer(description: string, schema: JsonSchema): unknown {
  return { description, content: { "application/json": { schema } } };
}

function problems(...statuses: number[]): Record<number, unknown> {
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return Object.fromEntries(statuses.map((status) => [status, { description: "Problem", content }]));
}
