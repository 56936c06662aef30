import type { Pool } from "pg";
import { COMPLAINT_VIEWS } from "@/server/complaints/complaint-projection";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { parseStreamId } from "@/server/envelopes/stream-id";
import { sql } from "@/server/event-store/sql";

/** The complaint of ours that a saga is about, by the streams of its events; null when it is about none. */
export async function complaintOf(
  pool: Pool,
  { vhost, streams }: { vhost: string; streams: readonly string[] },
): Promise<string | null> {
  const ids = streams.flatMap((stream) => {
    const name = parseStreamId(stream);
    return name?.type === "Complaint" ? [name.id] : [];
  });
  if (ids.length === 0) return null;
  const [found] = await askDatabase<{ id: string }>(
    pool,
    sql`SELECT v.complaint_id AS id FROM complaint_views AS v
        WHERE v.generation = (
            SELECT generation FROM projection_generations WHERE name = ${COMPLAINT_VIEWS.name} AND state = 'serving')
          AND v.vhost = ${vhost} AND v.complaint_id = ANY (${ids}::text[])
        ORDER BY v.created_at LIMIT 1`,
  );
  return found?.id ?? null;
}
