import type { Pool } from "pg";
import { byOf } from "@/server/access/by";
import type { Place, Scope } from "@/server/access/scope";
import { decodeProperties } from "@/server/broker/decode-properties";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, sql } from "@/server/event-store/sql";
import type { Visit } from "@/server/http/door";
import { API_HEADERS } from "@/server/http/problem";
import type { Masker } from "@/server/masking/masker";
import { maskerOf } from "@/server/masking/masker-for";
import { recordAction } from "@/server/operator-actions/record-action";
import { askDatabase } from "./ask-database";
import { contentOf } from "./dead-letter-content";
import type { DeadLetterFilter } from "./dead-letter-filter";
import { placeOf } from "./dead-letter-item";
import type { DeadLetterItem } from "./dead-letter-schemas";
import { listDeadLetters } from "./list-dead-letters";

/** Lines that are read at once. */
const PAGE = 200;

/**
 * `GET /api/dead-letters/export`: every dead letter that matches, one JSON object a line (NDJSON), newest first, with its
 * properties and its body in base64, byte for byte as it lay in the queue. Files are whole: where a reader sees something
 * masked, they get none. Recorded before the first line leaves.
 * @throws SillageError FORBIDDEN where something of it is masked for whoever asks, or for a filter by what is masked
 */
export async function exportDeadLetters(visit: Visit, filter: DeadLetterFilter): Promise<Response> {
  const { searchPool, storePool } = visit.services;
  const masker = await maskerOf(visit);
  const lines = linesOf(searchPool, visit.scope, masker, filter);
  // What is refused is refused with a status, not in the middle of a file.
  const first = await lines.next();
  await recordAction(storePool, {
    by: byOf(visit),
    action: "dead-letters.exported",
    target: { type: "dead-letters", id: JSON.stringify(filter) },
    outcome: "done",
  });
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = taken ? await lines.next() : first;
      taken = true;
      if (next.done) controller.close();
      else controller.enqueue(Buffer.from(next.value));
    },
    cancel: () => void lines.return(undefined),
  });
  let taken = false;
  return new Response(body, {
    headers: {
      ...API_HEADERS,
      "Content-Type": "application/x-ndjson",
      "Content-Disposition": 'attachment; filename="dead-letters.ndjson"',
    },
  });
}

async function* linesOf(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  filter: DeadLetterFilter,
): AsyncGenerator<string, void, undefined> {
  await refuseWhereMasked(pool, scope, masker, filter);
  let cursor: string | undefined;
  do {
    const page = await listDeadLetters(pool, scope, masker, { ...filter, cursor, limit: PAGE });
    for (const item of page.items) {
      // One whose cause came into being since: a file that is cut off is better than one with masks in it.
      masker.refuseFile(placeOf(item));
      yield await lineOf(pool, scope, item);
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/** Looks at all places that the file could hold something of, before its first line. */
async function refuseWhereMasked(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  { groupId, vhost, queue }: DeadLetterFilter,
): Promise<void> {
  const tests = scopeConditions(scope, "g");
  if (groupId !== undefined) tests.push(sql`g.id = ${groupId}::bigint`);
  if (vhost !== undefined) tests.push(sql`g.vhost = ${vhost}`);
  if (queue !== undefined) tests.push(sql`g.queue = ${queue}`);
  const places = await askDatabase<Place>(
    pool,
    sql`SELECT DISTINCT g.vhost, g.exchange FROM dead_letter_groups AS g WHERE ${allOf(tests)}`,
  );
  for (const place of places) masker.refuseFile(place);
}

async function lineOf(
  pool: Pool,
  scope: Scope,
  { claim: _, masked: __, ...item }: DeadLetterItem,
): Promise<string> {
  const content = await contentOf(pool, scope, item.id, 0);
  const { properties } = decodeProperties(content?.rawProperties ?? Buffer.alloc(2));
  return `${JSON.stringify({
    ...item,
    properties,
    rawProperties: content?.rawProperties.toString("base64") ?? null,
    body: content?.body?.toString("base64") ?? null,
  })}\n`;
}
