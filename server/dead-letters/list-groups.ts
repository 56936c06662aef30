import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { SillageError } from "@/server/errors";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import { maskText } from "@/server/masking/mask-text";
import type { Masker } from "@/server/masking/masker";
import { maskShapes } from "@/server/masking/text-shapes";
import { askDatabase } from "./ask-database";
import { containing, withoutPersonal } from "./dead-letter-conditions";
import { groupId } from "./dead-letter-filter";
import { countIn, countsOf, firstHour, GROUP_COLUMNS, type GroupRow, hoursOf } from "./group-rows";
import type { CauseGroup, GroupsPage, ListGroupsInput } from "./group-schemas";
import type { GroupSort } from "./group-words";
import type { Published } from "./published";

/** Where groups are read, and what is known beside them. */
export interface GroupReading {
  pool: Pool;
  scope: Scope;
  masker: Masker;
  published: Published;
  now: Date;
}

/**
 * A page of cause groups. Their counts stand in them, so that a group of a million opens as fast as one of ten.
 * @throws SillageError INVALID_INPUT for a cursor that is none, UNAVAILABLE when the database needs too long
 */
export async function listGroups(
  reading: GroupReading,
  { cursor, limit, sort, ...filter }: ListGroupsInput,
): Promise<GroupsPage> {
  const { pool, scope, masker, now } = reading;
  const order = orderOf(sort, filter.state, now);
  const tests = [...scopeConditions(scope, "g"), ...conditions(filter, masker)];
  if (cursor !== undefined) {
    const [value, id] = decodeCursor(cursor);
    tests.push(sql`(${order}, g.id) < (${value}::float8, ${id}::bigint)`);
  }
  const rows = await askDatabase<GroupRow & { place: number }>(
    pool,
    sql`SELECT ${GROUP_COLUMNS}, ${order} AS place FROM dead_letter_groups AS g WHERE ${allOf(tests)}
      ORDER BY place DESC, g.id DESC LIMIT ${limit + 1}`,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await describe(reading, shown),
    nextCursor: rows.length > limit && last ? encodeCursor(last.place, last.id) : null,
  };
}

/** One cause group. @throws SillageError NOT_FOUND, also outside of the scope */
export async function readGroup(reading: GroupReading, id: string): Promise<CauseGroup> {
  const rows = await askDatabase<GroupRow>(
    reading.pool,
    sql`SELECT ${GROUP_COLUMNS} FROM dead_letter_groups AS g
      WHERE ${allOf([sql`g.id = ${id}::bigint`, ...scopeConditions(reading.scope, "g")])}`,
  );
  const [group] = await describe(reading, rows);
  if (!group) throw new SillageError("NOT_FOUND", `There is no cause group ${id}.`);
  return group;
}

/** A number that the database puts groups in the order of; seconds where it is a moment. */
function orderOf(sort: GroupSort, state: ListGroupsInput["state"], now: Date): SqlFragment {
  if (sort === "waiting") return sql`(${countIn(state)})::float8`;
  if (sort === "recent") return sql`extract(epoch FROM g.last_at)::float8`;
  if (sort === "oldest") return sql`-extract(epoch FROM g.first_at)::float8`;
  const since = new Date(now.getTime() - 2 * 3_600_000).toISOString();
  return sql`(SELECT coalesce(sum(h.count), 0) FROM dead_letter_hours AS h
    WHERE h.group_id = g.id AND h.hour > ${since}::timestamptz)::float8`;
}

function conditions(
  { state, text, ...filter }: Omit<ListGroupsInput, "cursor" | "limit" | "sort">,
  masker: Masker,
): SqlFragment[] {
  const tests = [sql`${countIn(state)} > 0`];
  if (filter.vhost !== undefined) tests.push(sql`g.vhost = ${filter.vhost}`);
  if (filter.queue !== undefined) tests.push(sql`g.queue = ${filter.queue}`);
  if (filter.reason !== undefined) tests.push(sql`g.reason = ${filter.reason}`);
  if (filter.errorClass !== undefined) tests.push(sql`g.error_class = ${filter.errorClass}`);
  if (filter.failedQueue !== undefined) tests.push(sql`g.failed_queue = ${filter.failedQueue}`);
  if (filter.originExchange !== undefined) tests.push(sql`g.exchange = ${filter.originExchange}`);
  if (text !== undefined) {
    const said = sql`concat_ws(' ', g.error_type, g.signature)`;
    const seen = masker.strictest === null ? said : withoutPersonal(said);
    tests.push(sql`${seen} ILIKE ${containing(text)}`);
  }
  return tests;
}

interface Example {
  groupId: string;
  id: string;
  eventType: string | null;
  errorMessage: string | null;
  /** Where it was published is known: else the group has its dead-letter exchange. */
  originKnown: boolean;
}

async function describe(
  { pool, masker, published, now }: GroupReading,
  rows: readonly GroupRow[],
): Promise<CauseGroup[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [hours, examples] = await Promise.all([
    askDatabase<{ groupId: string; hour: Date; count: number }>(
      pool,
      sql`SELECT group_id::text AS "groupId", hour, count::float8 FROM dead_letter_hours
        WHERE group_id = ANY (${ids}::bigint[]) AND hour >= ${firstHour(now).toISOString()}::timestamptz`,
    ),
    askDatabase<Example>(pool, newestOf(ids)),
  ]);
  return rows.map((row) => {
    const { observed, held, gone: _g, released: _r, redriven: _d, discarded: _x, ...group } = row;
    const judge = masker.judgeOf(row);
    const shaped = (text: string) => (judge ? maskShapes(text, judge.shapes) : text);
    const said = (text: string) => (judge ? maskText(text, judge) : text);
    const lately = hoursOf(
      now,
      hours.filter((it) => it.groupId === row.id),
    );
    const example = examples.find((it) => it.groupId === row.id);
    const died = lately.reduce((sum, count) => sum + count, 0);
    const all = example?.originKnown ? published(row) : null;
    const { errorType } = group;
    return {
      ...group,
      errorType: errorType && shaped(errorType),
      signature: said(group.signature),
      firstAt: row.firstAt.toISOString(),
      lastAt: row.lastAt.toISOString(),
      waiting: observed + held,
      counts: countsOf(row),
      hours: lately,
      // What died may have been published before the day began.
      share: all === null || all === 0 ? null : Math.min(1, died / all),
      example: example
        ? {
            id: example.id,
            eventType: example.eventType && shaped(example.eventType),
            errorMessage: example.errorMessage && said(example.errorMessage),
          }
        : null,
    };
  });
}

/** The newest dead letter of each group, in whatever state. */
function newestOf(ids: readonly string[]): SqlFragment {
  return sql`
    SELECT g.id::text AS "groupId", n.id::text, d.origin_exchange IS NOT NULL AS "originKnown", d.event_type AS "eventType", d.error_message AS "errorMessage"
    FROM unnest(${[...ids]}::bigint[]) AS g (id)
    CROSS JOIN LATERAL (
      SELECT max(m.id) AS id FROM unnest(enum_range(NULL::dead_letter_state)) AS s (state)
      CROSS JOIN LATERAL (
        SELECT id FROM dead_letter_states WHERE group_id = g.id AND state = s.state ORDER BY id DESC LIMIT 1
      ) AS m
    ) AS n
    JOIN dead_letters AS d ON d.id = n.id`;
}

function encodeCursor(place: number, id: string): string {
  return Buffer.from(JSON.stringify([place, id])).toString("base64url");
}

function decodeCursor(cursor: string): [place: number, id: string] {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (
      Array.isArray(read) &&
      read.length === 2 &&
      Number.isFinite(read[0]) &&
      groupId.safeParse(read[1]).success
    )
      return read as [number, string];
  } catch {
    // Told below.
  }
  throw new SillageError("INVALID_INPUT", "The cursor is not one that this list gave out.", {
    details: { fields: { cursor: "is not a cursor of this list" } },
  });
}
