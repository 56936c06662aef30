import { readdirSync, readFileSync } from "node:fs";
import type { Pool } from "pg";
import { processFacts } from "@/server/launch/processes";

/**
 * The processes of the PostgreSQL that the pool is connected to, if it is the one in our data folder: its postmaster first.
 * None when it is somebody else's or runs elsewhere. Linux.
 */
export async function ownPostgres(pool: Pool, dataDir: string): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number; folder: string }>(
    "SELECT pg_backend_pid() AS pid, current_setting('data_directory') AS folder",
  );
  const { pid, folder } = rows[0]!;
  const postmaster = parentOf(pid);
  if (postmaster === null || !folder.startsWith(`${dataDir}/`)) return [];
  // The id may be one of another machine, or of another container on this one.
  if (!processFacts(postmaster)?.command.includes(` -D ${folder} `)) return [];
  return [postmaster, ...childrenOf(postmaster)];
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

const childrenOf = (parent: number): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === parent)
    .map(Number);
