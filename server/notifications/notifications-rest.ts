import type { z } from "zod";
import { byOf } from "@/server/access/by";
import type { Visit } from "@/server/http/door";
import { API_HEADERS, invalidInput, json, readBody, readQuery } from "@/server/http/problem";
import { reasoned } from "@/server/operator-actions/reason";
import {
  getCustomer,
  listAdministrators,
  listCustomers,
  putAdministrator,
  putCustomer,
  removeAdministrator,
  removeCustomer,
} from "./directory";
import {
  administratorEmail,
  administratorFields,
  customerFields,
  customerId,
  listCustomersInput,
} from "./directory-schemas";
import { decideAs, mailsPlace, readingMail } from "./mail-door";
import { describeMail, listMails } from "./mail-queries";
import { listMailsInput, mailDecision, oneMail } from "./mail-schemas";

/** `GET /api/customers` */
export async function getCustomers(request: Request, visit: Visit): Promise<Response> {
  return json(await listCustomers(visit.services.prisma, readQuery(request, listCustomersInput)));
}

/** `GET /api/customers/{id}` */
export async function getCustomerById(id: string, visit: Visit): Promise<Response> {
  return json(await getCustomer(visit.services.prisma, checked(customerId, { userId: id }).userId));
}

/** `PUT /api/customers/{id}` */
export async function putCustomerById(id: string, request: Request, visit: Visit): Promise<Response> {
  const { userId } = checked(customerId, { userId: id });
  const { reason, ...fields } = await readBody(request, reasoned(customerFields));
  return json(await putCustomer(deedOf(visit, reason), userId, fields));
}

/** `DELETE /api/customers/{id}` */
export async function deleteCustomer(id: string, visit: Visit): Promise<Response> {
  await removeCustomer(deedOf(visit), checked(customerId, { userId: id }).userId);
  return noContent();
}

/** `GET /api/notified-administrators` */
export async function getAdministrators(visit: Visit): Promise<Response> {
  return json({ items: await listAdministrators(visit.services.prisma) });
}

/** `PUT /api/notified-administrators/{email}` */
export async function putAdministratorByEmail(
  email: string,
  request: Request,
  visit: Visit,
): Promise<Response> {
  const address = checked(administratorEmail, { email });
  const { reason, ...fields } = await readBody(request, reasoned(administratorFields.omit({ email: true })));
  return json(await putAdministrator(deedOf(visit, reason), { ...fields, ...address }));
}

/** `DELETE /api/notified-administrators/{email}` */
export async function deleteAdministrator(email: string, visit: Visit): Promise<Response> {
  await removeAdministrator(deedOf(visit), checked(administratorEmail, { email }).email);
  return noContent();
}

/** `GET /api/mails` */
export async function getMails(request: Request, visit: Visit): Promise<Response> {
  const { vhost } = mailsPlace(visit);
  return json(await listMails(visit.services.prisma, vhost, readQuery(request, listMailsInput)));
}

/** `GET /api/mails/{id}` */
export async function getMail(id: string, visit: Visit): Promise<Response> {
  return json(await readingMail(visit, checked(oneMail, { id }).id));
}

/** `POST /api/mails/{id}/decision` */
export async function postDecision(id: string, request: Request, visit: Visit): Promise<Response> {
  const { vhost } = mailsPlace(visit);
  const mail = checked(oneMail, { id });
  await decideAs(visit, { ...mail, ...(await readBody(request, mailDecision)) });
  const { item } = await describeMail(visit.services.prisma, vhost, mail.id);
  return json({ item });
}

const noContent = () => new Response(null, { status: 204, headers: API_HEADERS });

const deedOf = (visit: Visit, reason?: string) => ({
  prisma: visit.services.prisma,
  by: byOf(visit, reason),
  now: visit.services.clock(),
});

/** What stands in the address, checked. @throws SillageError INVALID_INPUT */
function checked<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join(".")] ??= issue.message;
  throw invalidInput(fields);
}
