import type { Visit } from "@/server/http/door";
import { maskerOf } from "@/server/masking/masker-for";
import { recordReading } from "@/server/masking/record-reading";
import { showsPersonal } from "./mask-quarantined";
import { describeQuarantined } from "./quarantine-queries";
import type { QuarantineDetail } from "./quarantine-schemas";

/**
 * One that was put aside, as whoever asks may see it. Who is shown something personal is recorded, once for each.
 * @throws SillageError NOT_FOUND
 */
export async function openQuarantined(visit: Visit, id: string): Promise<QuarantineDetail> {
  const masker = await maskerOf(visit);
  const detail = await describeQuarantined(visit.services.prisma, visit.scope, masker, id);
  if (showsPersonal(detail, masker)) {
    const { vhost, exchange } = detail.item;
    await recordReading(visit, { what: "quarantine", id, vhost, exchange });
  }
  return detail;
}
