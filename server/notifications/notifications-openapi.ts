import type { z } from "zod";
import {
  answer,
  body,
  type JsonSchema,
  type Paths,
  problems,
  queryParameters,
} from "@/server/http/openapi-parts";
import { reasoned } from "@/server/operator-actions/reason";
import {
  administrator,
  administratorFields,
  administratorsOutput,
  customer,
  customerFields,
  customersPage,
  listCustomersInput,
} from "./directory-schemas";
import { listMailsInput, mailDecision, mailDetail, mailItem, mailsPage } from "./mail-schemas";

/** The REST routes of mails and of whom they reach, for the OpenAPI document. */
export function notificationPaths(output: (schema: z.ZodType) => JsonSchema): Paths {
  const inPath = (name: string, description: string) => ({
    name,
    in: "path",
    required: true,
    description,
    schema: { type: "string" },
  });
  const user = inPath("id", "User id of the customer, as complaints have it");
  const address = inPath("email", "E-mail address");
  const mail = { ...inPath("id", "Id of the mail"), schema: { type: "string", format: "uuid" } };
  const removed = { 204: { description: "Removed" }, ...problems(400, 404, 503) };
  return {
    "/api/customers": {
      get: {
        summary: "How customers are reached where a complaint does not say it",
        parameters: queryParameters(listCustomersInput),
        responses: { 200: answer("Customers, by user id", output(customersPage)), ...problems(400, 503) },
      },
    },
    "/api/customers/{id}": {
      get: {
        summary: "One customer of the directory",
        parameters: [user],
        responses: { 200: answer("The customer", output(customer)), ...problems(400, 404, 503) },
      },
      put: {
        summary: "Add a customer to the directory, or change how they are reached",
        parameters: [user],
        requestBody: body(reasoned(customerFields)),
        responses: { 200: answer("The customer", output(customer)), ...problems(400, 503) },
      },
      delete: { summary: "Remove a customer from the directory", parameters: [user], responses: removed },
    },
    "/api/notified-administrators": {
      get: {
        summary: "Who is told of new complaints, compensation and failures",
        responses: { 200: answer("Administrators", output(administratorsOutput)), ...problems(503) },
      },
    },
    "/api/notified-administrators/{email}": {
      put: {
        summary: "Put an address on the list, or change the language that it is written in",
        parameters: [address],
        requestBody: body(reasoned(administratorFields.omit({ email: true }))),
        responses: { 200: answer("The administrator", output(administrator)), ...problems(400, 503) },
      },
      delete: { summary: "Take an address off the list", parameters: [address], responses: removed },
    },
    "/api/mails": {
      get: {
        summary: "Mails about complaints and what became of them, newest first",
        parameters: queryParameters(listMailsInput),
        responses: { 200: answer("Mails", output(mailsPage)), ...problems(400, 404, 503) },
      },
    },
    "/api/mails/{id}": {
      get: {
        summary: "One mail with its content; that it was read is recorded",
        parameters: [mail],
        responses: { 200: answer("The mail", output(mailDetail)), ...problems(400, 404, 503) },
      },
    },
    "/api/mails/{id}/decision": {
      post: {
        summary: "Say what became of a mail that nobody knows about, or hand it over again",
        parameters: [mail],
        requestBody: body(mailDecision),
        responses: {
          200: { description: "Decided", ...contentOf(output(mailItem)) },
          ...problems(400, 404, 409, 503),
        },
      },
    },
  };
}

/** The answer to a decision: the mail as it then is. */
const contentOf = (item: unknown) => ({
  content: {
    "application/json": { schema: { type: "object", properties: { item }, required: ["item"] } },
  },
});
