import type { z } from "zod";
import { expectInScope } from "@/server/access/admit";
import { byOf } from "@/server/access/by";
import type { Principal } from "@/server/access/principal";
import type { Place, Scope } from "@/server/access/scope";
import { SERVICES } from "@/server/complaints/complaint-events";
import { expectComplaints } from "@/server/complaints/complaint-services";
import { recordAction } from "@/server/operator-actions/record-action";
import type { WebServices } from "@/server/web-services";
import { decideMail } from "./decide-mail";
import { describeMail, describeTaken } from "./mail-queries";
import type { decideMailInput, MailDetail, takenDetail } from "./mail-schemas";

/** Somebody whom a door has let in. */
interface Visitor {
  principal: Principal;
  headers: Headers;
  scope: Scope;
  unmasked: Scope;
  services: WebServices;
}

/** Where the complaints are that mails are about. @throws SillageError NOT_FOUND where there are none, FORBIDDEN */
export function mailsPlace({ scope, services }: Visitor): Place {
  const place = { vhost: expectComplaints(services).vhost, exchange: SERVICES.complaint.exchange };
  expectInScope(scope, place);
  return place;
}

/** A mail with its content, which is personal: that somebody reads it is recorded. @throws SillageError NOT_FOUND */
export async function readingMail(visitor: Visitor, id: string): Promise<MailDetail> {
  const { vhost } = mailsPlace(visitor);
  const mail = await describeMail(visitor.services.prisma, vhost, id);
  if (mail.content) await recordReading(visitor, id);
  return mail;
}

/** The same for what the built-in mail server took. */
export async function readingTaken(visitor: Visitor, id: string): Promise<z.output<typeof takenDetail>> {
  mailsPlace(visitor);
  const mail = await describeTaken(visitor.services.prisma, id);
  await recordReading(visitor, mail.item.mailId ?? `taken ${id}`);
  return mail;
}

/** What somebody decides about a mail. @throws SillageError NOT_FOUND, CONFLICT */
export async function decideAs(
  visitor: Visitor,
  { id, decision, reason }: z.output<typeof decideMailInput>,
): Promise<void> {
  mailsPlace(visitor);
  const { services } = visitor;
  await decideMail(expectComplaints(services), services.env.smtp.from, {
    id,
    decision,
    by: byOf(visitor, reason),
  });
}

const recordReading = (visitor: Visitor, id: string) =>
  recordAction(visitor.services.storePool, {
    by: byOf(visitor),
    action: "mail.read",
    target: { type: "mail", id },
    outcome: "done",
  });
