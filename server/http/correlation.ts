import { randomUUID } from "node:crypto";

/** What a correlation id may look like: it goes into AMQP properties, logs and headers of mails. */
const ID = /^[\x21-\x7e]{1,128}$/;

/** The correlation id that a request came with; undefined where it has none that can be carried on. */
export function givenCorrelation(headers: Headers, name: string): string | undefined {
  const given = headers.get(name);
  return given !== null && ID.test(given) ? given : undefined;
}

/** Says in an answer what it belongs to: what the handler has set, what the request said, or a new id. */
export function withCorrelation(response: Response, headers: Headers, name: string): Response {
  if (!response.headers.has(name)) {
    response.headers.set(name, givenCorrelation(headers, name) ?? randomUUID());
  }
  return response;
}
