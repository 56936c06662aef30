import type { Visit } from "@/server/http/door";
import { maskerOf } from "@/server/masking/masker-for";
import { recordReading } from "@/server/masking/record-reading";
import { getMessage } from "./audit-queries";
import type { MessageDetail } from "./detail-schemas";

/**
 * A message as whoever asks may see it. Who is shown something personal is recorded, once for each message.
 * @throws SillageError NOT_FOUND
 */
export async function openMessage(visit: Visit, id: string): Promise<MessageDetail> {
  const masker = await maskerOf(visit);
  const detail = await getMessage(visit.services.searchPool, visit.scope, masker, id);
  if (masker.showsPersonal(detail)) {
    const { vhost, exchange } = detail.item.message;
    await recordReading(visit, { what: "message", id, vhost, exchange });
  }
  return detail;
}
