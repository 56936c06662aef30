import type { Pool } from "pg";
import { storable } from "@/server/envelopes/text";
import { SillageError } from "@/server/errors";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import { COMPLAINT_VIEWS } from "./complaint-projection";
import { decodeListCursor, encodeListCursor } from "./list-cursor";
import type { ComplaintFilter, ListComplaintsInput } from "./list-schemas";
import type { ComplaintReader } from "./mask-complaint";
import type { ComplaintView } from "./view-schemas";
import { type ComplaintSort, MINE, NOBODY } from "./words";

/** Reads the read model. What a caller shapes runs on the pool of searches, with that one's limits. */

/** Candidates of free text that are looked at for one page, where the reader sees some of the text masked. */
const LOOKED_AT = 2_000;

interface Row {
  view: ComplaintView;
  /** Value that the list is in order of. */
  key: string;
}

/** Who asks, and as what. */
export interface Asking {
  reader: ComplaintReader;
  /** Id of whoever asks: what "me" means. */
  me: string;
  now: Date;
}

export interface ListedComplaints {
  items: ComplaintView[];
  nextCursor: string | null;
}

/**
 * A page of complaints of a virtual host, as its reader may see them.
 * @throws SillageError INVALID_INPUT for a cursor that is none, FORBIDDEN for a filter by what the reader sees masked,
 *   UNAVAILABLE when the database needs too long.
 */
export async function listComplaints(
  pool: Pool,
  vhost: string,
  asking: Asking,
  { cursor, limit, sort, ...filter }: ListComplaintsInput,
): Promise<ListedComplaints> {
  asking.reader.guard(filter);
  const tests = conditionsOf(vhost, filter, asking);
  const items: ComplaintView[] = [];
  let after = cursor === undefined ? null : decodeListCursor(sort, cursor);
  // Text that the reader sees masked must not find anything: candidates are looked through as they will be shown.
  const recheck = filter.q !== undefined && asking.reader.masks;
  const size = recheck ? Math.max(limit, 200) : limit;
  for (let looked = 0; ; ) {
    const rows = await ask<Row>(pool, pageOf(tests, sort, after, size + 1));
    for (const [i, row] of rows.slice(0, size).entries()) {
      const shown = asking.reader.show(row.view);
      if (!recheck || asking.reader.isFoundBy(shown, filter.q!)) items.push(shown);
      after = { value: row.key, id: row.view.id };
      const more = i + 1 < rows.length;
      if (items.length === limit) return { items, nextCursor: more ? encodeListCursor(sort, after) : null };
    }
    looked += rows.length;
    if (rows.length <= size) return { items, nextCursor: null };
    if (looked >= LOOKED_AT) return { items, nextCursor: encodeListCursor(sort, after!) };
  }
}

/** How many complaints of each status meet a filter, whatever its statuses, and how many of them are overdue. */
export async function countComplaints(
  pool: Pool,
  vhost: string,
  asking: Asking,
  { status: _, ...filter }: ComplaintFilter,
): Promise<{ byStatus: Record<ComplaintView["status"], number>; overdue: number }> {
  asking.reader.guard(filter);
  // Counting would tell what is masked: free text is left out of it then.
  const { q, ...rest } = filter;
  const tests = conditionsOf(vhost, asking.reader.masks ? rest : { ...rest, q }, asking);
  const rows = await ask<{ status: ComplaintView["status"]; count: string; overdue: string }>(
    pool,
    sql`SELECT v.status, count(*) AS count, count(*) FILTER (WHERE ${isOverdue(asking.now)}) AS overdue
        FROM complaint_views AS v WHERE ${allOf(tests)} GROUP BY v.status`,
  );
  return {
    byStatus: { ...NONE, ...Object.fromEntries(rows.map((row) => [row.status, Number(row.count)])) },
    overdue: rows.reduce((sum, row) => sum + Number(row.overdue), 0),
  };
}

const NONE = { OPEN: 0, ASSIGNED: 0, IN_PROGRESS: 0, RESOLVED: 0, CLOSED: 0 };

/** Categories that complaints have, most frequent first. */
export async function knownCategories(pool: Pool, vhost: string): Promise<string[]> {
  const rows = await ask<{ category: string }>(
    pool,
    sql`SELECT v.category FROM complaint_views AS v WHERE ${allOf([SERVED, sql`v.vhost = ${vhost}`])}
        GROUP BY v.category ORDER BY count(*) DESC, v.category LIMIT 50`,
  );
  return rows.map(({ category }) => category);
}

/** The read model that is served now: a rebuild changes it for all of a statement or for none of it. */
const SERVED = sql`v.generation = (
  SELECT generation FROM projection_generations WHERE name = ${COMPLAINT_VIEWS.name} AND state = 'serving')`;

const KEYS: Record<"createdAt" | "updatedAt" | "dueAt" | "priority", SqlFragment> = {
  createdAt: sql`v.created_at`,
  updatedAt: sql`v.updated_at`,
  dueAt: sql`v.due_at`,
  priority: sql`v.priority_rank`,
};

function pageOf(
  tests: readonly SqlFragment[],
  sort: ComplaintSort,
  after: { value: string; id: string } | null,
  limit: number,
): SqlFragment {
  const descending = sort.startsWith("-");
  const name = sort.replace("-", "") as keyof typeof KEYS;
  const key = KEYS[name];
  const told =
    name === "priority"
      ? sql`${key}::text`
      : sql`to_char(${key} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const value =
    after && (name === "priority" ? sql`${after.value}::smallint` : sql`${after.value}::timestamptz`);
  const beyond = descending
    ? after && sql`(${key}, v.complaint_id) < (${value}, ${after.id})`
    : after && sql`(${key}, v.complaint_id) > (${value}, ${after.id})`;
  const order = descending ? sql`${key} DESC, v.complaint_id DESC` : sql`${key}, v.complaint_id`;
  return sql`SELECT v.view, ${told} AS key FROM complaint_views AS v
    WHERE ${allOf(beyond ? [...tests, beyond] : tests)} ORDER BY ${order} LIMIT ${limit}`;
}

function conditionsOf(vhost: string, filter: ComplaintFilter, { me, now }: Asking): SqlFragment[] {
  const tests = [SERVED, sql`v.vhost = ${vhost}`];
  const { status, priority, category, userId, assignedTo, overdue, compensation, createdFrom, createdTo, q } =
    filter;
  if (status) tests.push(sql`v.status = ANY(${status}::text[])`);
  if (priority) tests.push(sql`v.priority = ANY(${priority}::text[])`);
  if (category !== undefined) tests.push(sql`v.category = ${storable(category)}`);
  if (userId !== undefined) tests.push(sql`v.user_id = ${storable(userId)}`);
  if (assignedTo === NOBODY) tests.push(sql`v.assigned_to IS NULL`);
  else if (assignedTo !== undefined)
    tests.push(sql`v.assigned_to = ${storable(assignedTo === MINE ? me : assignedTo)}`);
  if (overdue !== undefined) tests.push(overdue ? isOverdue(now) : sql`NOT (${isOverdue(now)})`);
  if (compensation) tests.push(sql`v.compensation = ANY(${compensation}::text[])`);
  if (createdFrom) tests.push(sql`v.created_at >= ${createdFrom.toISOString()}::timestamptz`);
  if (createdTo) tests.push(sql`v.created_at < ${createdTo.toISOString()}::timestamptz`);
  if (q !== undefined) tests.push(sql`v.searched LIKE ${likeOf(q)}`);
  return tests;
}

const isOverdue = (now: Date): SqlFragment =>
  sql`v.resolved_at IS NULL AND v.due_at < ${now.toISOString()}::timestamptz`;

const likeOf = (text: string) =>
  `%${storable(text)
    .toLowerCase()
    .replace(/[\\%_]/g, "\\$&")}%`;

async function ask<T extends object>(pool: Pool, query: SqlFragment): Promise<T[]> {
  try {
    return (await pool.query<T>(query.toQuery())).rows;
  } catch (error) {
    if ((error as { code?: string }).code !== "57014") throw error;
    throw new SillageError(
      "UNAVAILABLE",
      "The search took too long and was stopped. Choose one more filter.",
      {
        cause: error,
      },
    );
  }
}
