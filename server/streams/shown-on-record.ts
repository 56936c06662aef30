import type { EventRow } from "@/server/event-store/read-events";
import type { Visit } from "@/server/http/door";
import { maskerOf } from "@/server/masking/masker-for";
import { recordReading } from "@/server/masking/record-reading";
import { type EventText, eventText } from "./event-json";

/** Events as whoever asks may see them. Who is shown what others see masked is recorded, once for each question. */
export async function shownOnRecord(
  visit: Visit,
  question: object,
  rows: readonly EventRow[],
): Promise<EventText[]> {
  const masker = await maskerOf(visit);
  if (rows.some((row) => masker.seesMore(row))) {
    await recordReading(visit, { what: "search", id: JSON.stringify(question) });
  }
  return rows.map((row) => eventText(row, masker));
}
