import type { z } from "zod";
import type { MessageFilter } from "@/server/event-store/message-filter";
import type { SearchRequest } from "@/server/event-store/search-messages";
import type { Visit } from "@/server/http/door";
import type { Masker } from "@/server/masking/masker";
import { maskerOf } from "@/server/masking/masker-for";
import { recordReading } from "@/server/masking/record-reading";
import { searchAudit } from "./audit-queries";
import type { AuditItem, SearchOutput, searchInput } from "./audit-schemas";

/**
 * A search as whoever asks may see it. Who is shown something personal is recorded, once for each question.
 * @throws SillageError FORBIDDEN for a filter by what is masked
 */
export async function searchOnRecord(
  visit: Visit,
  input: z.output<typeof searchInput>,
  counted?: SearchRequest["counted"],
): Promise<SearchOutput> {
  const masker = await maskerOf(visit);
  const answer = await searchAudit(visit.services.searchPool, visit.scope, masker, input, counted);
  const { limit: _, cursor: __, ...question } = input;
  await recordList(visit, "search", masker, question, answer.items);
  return answer;
}

/** Records that lines of a list showed something personal, or that free text found them by it. */
export async function recordList(
  visit: Pick<Visit, "principal" | "headers" | "services">,
  what: "search" | "live",
  masker: Masker,
  question: MessageFilter,
  items: readonly AuditItem[],
): Promise<void> {
  const shows = items.some(
    (item) => masker.showsPersonalIn(item) || (question.q !== undefined && masker.seesMore(item.message)),
  );
  if (!shows) return;
  const { scope: _, view: __, ...asked } = question;
  await recordReading(visit, { what, id: JSON.stringify(asked) });
}
