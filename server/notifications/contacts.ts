import type { ClientBase } from "pg";
import { z } from "zod";
import { EVENT_SCHEMAS, type EventData } from "@/server/complaints/complaint-events";
import { type Language, language } from "@/server/complaints/event-fields";
import { streamId } from "@/server/envelopes/stream-id";
import { type Reader, readOwnStream } from "@/server/event-store/stored-event";
import { ServiceFailure } from "@/server/inbox/failure";

/** Somebody who gets a mail. */
export interface Contact {
  /** Null where no address is known. */
  email: string | null;
  name: string | null;
  language: Language;
}

/** What customers are written in whose language nobody knows. */
const USUAL: Language = "en";

/** How a complaint began: who filed it and what it is about. @throws ServiceFailure poison when there is no such complaint. */
export async function filedAs(
  reader: Reader,
  vhost: string,
  complaintId: string,
): Promise<EventData<"COMPLAINT_CREATED">> {
  const [first] = await readOwnStream(reader, vhost, streamId("Complaint", complaintId), { upTo: 1 });
  const parsed = EVENT_SCHEMAS.COMPLAINT_CREATED.safeParse(first?.eventData);
  if (!parsed.success) throw new ServiceFailure("poison", `There is no complaint ${complaintId}.`);
  return parsed.data;
}

/**
 * How the customer of a complaint is reached: as the complaint itself says, else by the directory, else by a user id
 * that is an address.
 */
export async function customerContact(
  client: ClientBase,
  complaint: EventData<"COMPLAINT_CREATED">,
): Promise<Contact> {
  const { rows } = await client.query<{ email: string; name: string | null; language: Language }>(
    "SELECT email, name, language FROM customers WHERE user_id = $1",
    [complaint.userId],
  );
  const known = rows[0];
  const own = complaint.customer;
  return {
    email: own?.email ?? known?.email ?? addressOf(complaint.userId),
    name: own?.name ?? known?.name ?? null,
    language: own?.language ?? known?.language ?? USUAL,
  };
}

/** Everybody who is told of new complaints, compensation and failures. */
export async function administrators(client: ClientBase): Promise<Contact[]> {
  const { rows } = await client.query<{ email: string; language: string }>(
    "SELECT email, language FROM notified_administrators ORDER BY email",
  );
  return rows.map((row) => ({ email: row.email, name: null, language: language.parse(row.language) }));
}

const addressOf = (userId: string): string | null => z.email().safeParse(userId).data ?? null;
