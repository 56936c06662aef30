import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { SillageError } from "@/server/errors";
import type { MessageSummary } from "@/server/event-store/message-summary";
import { readMessageSummary } from "@/server/event-store/read-message";
import { readStream } from "@/server/event-store/read-stream";
import {
  arrivalsOf,
  correlationAround,
  findByEventIds,
  findEffects,
} from "@/server/event-store/related-messages";
import type { Masker } from "@/server/masking/masker";
import { toItem } from "./audit-queries";
import { walkCausation } from "./causation";
import type {
  ARRIVAL_RELATIONS,
  ArrivalsOutput,
  CausationOutput,
  CorrelationOutput,
  StreamOutput,
} from "./related-schemas";
import { judgeVersions } from "./stream-versions";

/** Rows of a list on the page of one message; the events page has the rest. */
const LIST = 60;

/** Causes and effects of a message. @throws SillageError NOT_FOUND */
export async function getCausation(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  id: string,
): Promise<CausationOutput> {
  const focus = await summary(pool, scope, id);
  const where = { vhost: focus.vhost, scope };
  const { causes, effects, missing, ...rest } = await walkCausation(focus, {
    byEventIds: (ids, each) => findByEventIds(pool, where, ids, each),
    effects: (ids, each) => findEffects(pool, where, ids, each),
  });
  // Named by the last of the causes, where there is one.
  const namedBy = masker.item(toItem(causes.at(-1)?.row ?? focus));
  return {
    ...rest,
    missing: missing && (namedBy.event?.causationId ?? null),
    causes: causes.map(({ row, ...step }) => ({ item: masker.item(toItem(row)), ...step })),
    effects: effects.map(({ row, ...step }) => ({ item: masker.item(toItem(row)), ...step })),
  };
}

/** Everything of the same correlation, around a message, in order of receipt. @throws SillageError NOT_FOUND */
export async function getCorrelation(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  id: string,
): Promise<CorrelationOutput> {
  const focus = await summary(pool, scope, id);
  const { vhost, correlationId, inferred } = focus;
  const shown = masker.item(toItem(focus)).event?.correlationId ?? null;
  const said = { correlationId: shown, inferred: inferred.includes("correlationId") };
  if (correlationId === null) return { ...said, items: [], before: 0, total: 0, exact: true };
  const { rows, ...rest } = await correlationAround(
    pool,
    { vhost, scope },
    { correlationId, around: id },
    LIST,
  );
  return { ...said, ...rest, items: rows.map((row) => masker.item(toItem(row))) };
}

/** The stream of a message, around its place, with what its versions say. @throws SillageError NOT_FOUND */
export async function getStreamOf(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  id: string,
): Promise<StreamOutput> {
  const focus = await summary(pool, scope, id);
  const { vhost, streamId } = focus;
  const inferred = focus.inferred.includes("aggregateId") || focus.inferred.includes("aggregateType");
  if (streamId === null) {
    return {
      streamId,
      inferred,
      version: null,
      firstAt: null,
      lastAt: null,
      owned: false,
      items: [],
      missing: [],
    };
  }
  const place = focus.streamSeq ?? (await placeOfFirst(pool, scope, focus)) ?? 1;
  const from = Math.max(1, place - LIST / 2);
  const to = from + LIST - 1;
  const part = await readStream(pool, { vhost, scope }, { streamId, from, to });
  const notes = judgeVersions(part.rows);
  return {
    streamId: masker.item(toItem(focus)).event?.streamId ?? null,
    inferred,
    version: part.version,
    firstAt: part.firstAt?.toISOString() ?? null,
    lastAt: part.lastAt?.toISOString() ?? null,
    owned: part.owned,
    items: part.rows.map((row, i) => ({ item: masker.item(toItem(row)), notes: notes[i]! })),
    missing: missingPlaces(
      part.rows.map((row) => row.streamSeq!),
      from,
      Math.min(to, part.version ?? 0),
    ),
  };
}

/** A repeated arrival has no place of its own: it stands where the first one does. */
async function placeOfFirst(pool: Pool, scope: Scope, { firstId }: MessageSummary): Promise<number | null> {
  return firstId === null ? null : ((await readMessageSummary(pool, firstId, scope))?.streamSeq ?? null);
}

/** Runs of places from `from` to `to` that are not among `places`, which are in order. */
export function missingPlaces(places: readonly number[], from: number, to: number) {
  const missing: { from: number; to: number }[] = [];
  let next = from;
  for (const place of [...places, to + 1]) {
    if (place > next) missing.push({ from: next, to: place - 1 });
    next = place + 1;
  }
  return missing;
}

/** Every arrival under the event id of a message, and how each is related to it. @throws SillageError NOT_FOUND */
export async function getArrivals(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  id: string,
): Promise<ArrivalsOutput> {
  const focus = await summary(pool, scope, id);
  if (focus.eventId === null) return { eventId: null, items: [], total: 0, exact: true };
  const { rows, total, exact } = await arrivalsOf(pool, { vhost: focus.vhost, scope }, focus.eventId, LIST);
  return {
    eventId: masker.item(toItem(focus)).event?.eventId ?? null,
    items: rows.map((row) => ({ item: masker.item(toItem(row)), relation: relationOf(row, focus) })),
    total,
    exact,
  };
}

function relationOf(row: MessageSummary, focus: MessageSummary): (typeof ARRIVAL_RELATIONS)[number] {
  const first = focus.firstId ?? focus.id;
  if ((row.firstId ?? row.id) !== first) return "other";
  if (row.reading === "clash") return "clash";
  return row.id === first ? "first" : "same";
}

async function summary(pool: Pool, scope: Scope, id: string): Promise<MessageSummary> {
  const found = await readMessageSummary(pool, id, scope);
  if (!found)
    throw new SillageError("NOT_FOUND", `There is no message ${id}. It may have reached its retention.`);
  return found;
}
