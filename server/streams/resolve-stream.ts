import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { SillageError } from "@/server/errors";
import { findStreams, type StreamHead } from "@/server/event-store/find-streams";

/**
 * The one stream that an address means: `Complaint-<id>`, or a bare id where only one stream has it.
 * @throws SillageError NOT_FOUND; CONFLICT with the choices where there are several
 */
export async function resolveStream(
  pool: Pool,
  name: string,
  looking: { scope: Scope; vhost?: string | undefined },
): Promise<StreamHead> {
  const found = await findStreams(pool, name, looking);
  const [only] = found;
  if (!only) throw new SillageError("NOT_FOUND", "There is no such stream.");
  if (found.length === 1) return only;
  throw new SillageError(
    "CONFLICT",
    "Several streams have this id. Name one by its type and id (Complaint-42), or its virtual host with ?vhost=.",
    { details: { facts: { choices: found.map(({ streamId, vhost }) => ({ streamId, vhost })) } } },
  );
}
