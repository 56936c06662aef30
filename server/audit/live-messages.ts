import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import { z } from "zod";
import type { LogFollower, LogTurn } from "@/server/event-store/follow-log";
import { matchesFilter } from "@/server/event-store/match-filter";
import type { MessageFilter } from "@/server/event-store/message-filter";
import type { LogRow } from "@/server/event-store/read-log-summaries";
import { containing } from "@/server/event-store/search-text";
import { guardFilter } from "@/server/masking/filter-guard";
import type { Masker } from "@/server/masking/masker";
import { toItem } from "./audit-queries";
import { auditItem } from "./audit-schemas";

/** What a live list gets a few times a second. */
export const liveTurn = z.object({
  /** Newest first. */
  items: z.array(auditItem),
  /** Matching messages that were left out because there were more than a person can read. */
  dropped: z.number(),
  /** Records that were not even looked at, because the list was too far behind. Searching again shows them. */
  skipped: z.number(),
  /** The log up to here (exclusive) has been looked at: where to go on after a break. */
  next: z.number(),
});
export type LiveTurn = z.infer<typeof liveTurn>;

/** Rows in one turn and the pause between two: 200 rows a second at most. */
const ROWS = 50;
const PAUSE_MS = 250;
/** A quiet list is told this often how far it has come, so that it need not look at everything again after a break. */
const PROGRESS_MS = 5_000;

/**
 * Follows the messages that meet a filter, from a position or from now on.
 * @throws SillageError FORBIDDEN for a filter by what is masked
 */
export async function* liveMessages(
  deps: { log: LogFollower; pool: Pool },
  maskerNow: () => Promise<Masker>,
  wanted: MessageFilter,
  from: number | null,
  signal: AbortSignal,
): AsyncGenerator<LiveTurn> {
  let told = Date.now();
  let skipped = 0;
  for await (const turn of deps.log.follow(from, signal)) {
    skipped += turn.skipped;
    // Rules may have changed since the last turn.
    const masker = await maskerNow();
    const filter = guardFilter(wanted, masker);
    const matching = await matchingRows(deps.pool, filter, turn);
    if (matching.length === 0 && skipped === 0 && Date.now() - told < PROGRESS_MS) continue;
    const shown = matching.slice(-ROWS).reverse();
    yield {
      items: shown.map((row) => masker.item(toItem(row))),
      dropped: matching.length - shown.length,
      skipped,
      next: turn.next,
    };
    told = Date.now();
    skipped = 0;
    // What arrives meanwhile comes with the next turn, together.
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
  }
}

async function matchingRows(pool: Pool, filter: MessageFilter, turn: LogTurn): Promise<LogRow[]> {
  const rows = turn.rows.filter((row) => matchesFilter(filter, row));
  if (filter.q === undefined || rows.length === 0) return rows;
  const found = new Set<string>();
  for await (const piece of containing(pool, rows, filter.q, filter.view)) {
    for (const key of piece.hits) found.add(key.id);
  }
  return rows.filter((row) => found.has(row.id));
}
