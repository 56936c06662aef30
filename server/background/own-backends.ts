import { readFileSync } from "node:fs";
import type { Pool } from "pg";
import { processFacts } from "@/server/launch/processes";

/**
 * The processes of the PostgreSQL in our data folder that work for this pool, and those that write its pages to the disk. Those
 * that answer people are not among them: a page must not wait for a publisher. None when the pool is connected to another
 * PostgreSQL. Linux.
 */
export async function ownBackends(pool: Pool, dataDir: string): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number; own: boolean; folder: string }>(
    `SELECT pid, pid = pg_backend_pid() AS own, current_setting('data_directory') AS folder FROM pg_stat_activity
     WHERE application_name = current_setting('application_name')
        OR backend_type IN ('checkpointer', 'background writer', 'walwriter', 'autovacuum worker')`,
  );
  const { pid, folder } = rows.find(({ own }) => own)!;
  const postmaster = parentOf(pid);
  if (postmaster === null || !folder.startsWith(`${dataDir}/`)) return [];
  // The id may be one of another machine, or of another container on this one.
  if (!processFacts(postmaster)?.command.includes(` -D ${folder} `)) return [];
  return rows.map((row) => row.pid).filter((it) => parentOf(it) === postmaster);
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // See `processFacts`: the second field may hold anything, the rest follows its last bracket.
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}
