import type { Pool } from "pg";
import { inScope, type Scope } from "@/server/access/scope";
import { describeBody } from "@/server/audit/describe-body";
import { decodeProperties } from "@/server/broker/decode-properties";
import { SillageError } from "@/server/errors";
import { readableBody } from "@/server/event-store/readable-body";
import { findByEventIds, findEffects } from "@/server/event-store/related-messages";
import { sql } from "@/server/event-store/sql";
import type { Visit } from "@/server/http/door";
import type { Masker } from "@/server/masking/masker";
import { maskerOf } from "@/server/masking/masker-for";
import { recordReading } from "@/server/masking/record-reading";
import { askDatabase } from "./ask-database";
import { type Content, contentOf } from "./dead-letter-content";
import { chainOf, redrivesOf, versionsOf } from "./dead-letter-history";
import { CLAIMS, ITEM_COLUMNS, type ItemRow, placeOf, toItem } from "./dead-letter-item";
import type { DeadLetterDetail, DeadLetterItem } from "./dead-letter-schemas";
import { maskDeadLetterDetail, showsPersonal } from "./mask-dead-letter";
import { shownDeaths } from "./shown-deaths";

/** Largest body that is decoded for viewing. */
const VIEW_BYTES = 16 << 20;

/**
 * A dead letter as whoever asks may see it. Who is shown something personal is recorded, once for each.
 * @param version of its content; without one, the newest
 * @throws SillageError NOT_FOUND
 */
export async function openDeadLetter(
  visit: Visit,
  id: string,
  version: number | undefined,
): Promise<DeadLetterDetail> {
  const masker = await maskerOf(visit);
  const detail = await readDeadLetter(visit.services.searchPool, visit.scope, masker, id, version);
  if (showsPersonal(detail, masker))
    await recordReading(visit, { what: "deadLetter", id, ...placeOf(detail.item) });
  return detail;
}

/** Everything about one dead letter. @throws SillageError NOT_FOUND, also outside of the scope */
export async function readDeadLetter(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  id: string,
  version?: number,
): Promise<DeadLetterDetail> {
  const item = await readItem(pool, scope, id);
  const shown = version ?? item.version;
  const [content, event, chain, versions] = await Promise.all([
    contentOf(pool, scope, id, shown),
    eventOf(pool, scope, item),
    chainOf(pool, scope, id),
    versionsOf(pool, id),
  ]);
  const redrives = await redrivesOf(
    pool,
    chain.map((death) => death.id),
  );
  if (content === null && shown > 0)
    throw new SillageError("NOT_FOUND", `The dead letter ${id} has no version ${shown}.`);
  return maskDeadLetterDetail(
    { item, shown, event, redrives, chain, versions, ...describeContent(content) },
    masker,
  );
}

/** One dead letter without its content, unmasked. @throws SillageError NOT_FOUND, also outside of the scope */
export async function readItem(pool: Pool, scope: Scope, id: string): Promise<DeadLetterItem> {
  const [row] = await askDatabase<ItemRow>(
    pool,
    sql`SELECT ${ITEM_COLUMNS} FROM dead_letters AS d ${CLAIMS} WHERE d.id = ${id}::bigint`,
  );
  if (!row || !inScope(scope, placeOf(row)))
    throw new SillageError("NOT_FOUND", `There is no dead letter ${id}.`);
  return toItem(row);
}

function describeContent(content: Content | null) {
  const { properties, error } = decodeProperties(content?.rawProperties ?? Buffer.alloc(2));
  const body = content?.body ?? null;
  const readable = body && readableBody(body, properties.contentEncoding ?? null, VIEW_BYTES);
  return {
    deaths: shownDeaths(properties.headers),
    properties,
    maskedFields: 0,
    propertiesError: content === null ? null : error,
    body: describeBody(body, readable),
    contentGone: content === null,
  };
}

/** The arrival that the event of a dead letter was first seen by, and how much it has caused; null where none is known. */
async function eventOf(
  pool: Pool,
  scope: Scope,
  { vhost, eventId }: DeadLetterItem,
): Promise<DeadLetterDetail["event"]> {
  if (eventId === null) return null;
  const where = { vhost, scope };
  const [found, effects] = await Promise.all([
    findByEventIds(pool, where, [eventId], 1),
    findEffects(pool, where, [eventId], 1),
  ]);
  const first = found.get(eventId)?.rows[0];
  if (!first) return null;
  const caused = effects.get(eventId);
  return { recordId: first.id, effects: caused?.total ?? 0, effectsExact: caused?.exact ?? true };
}
