import type { ClientBase } from "pg";
import type { Delivery } from "@/server/broker/delivery";
import { HEADERS, REDRIVE_EXCHANGE } from "@/server/broker/redrive-names";
import { redriveClaim } from "@/server/dead-letters/redrive-headers";

/** The exchange that a message was published on before it died, where a redrive brought it; else the one it came through. */
export function exchangeBefore({ exchange, headers }: Pick<Delivery, "exchange" | "headers">): string {
  const before = headers?.[HEADERS.exchange];
  return exchange === REDRIVE_EXCHANGE && typeof before === "string" ? before : exchange;
}

/** Whether a redrive has really sent this event: anybody may publish headers that say so. */
export async function wasRedriven(
  client: ClientBase,
  { headers }: Pick<Delivery, "headers">,
  eventId: string,
): Promise<boolean> {
  const claim = headers ? redriveClaim(headers) : null;
  if (!claim) return false;
  const { rowCount } = await client.query(
    `SELECT FROM redrive_messages AS m
     JOIN redrives AS r ON r.id = m.redrive_id
     JOIN dead_letter_contents AS d ON d.id = m.dead_letter_id
     WHERE m.redrive_id = $1 AND m.ordinal = $2 AND m.ordinal <= r.sent_through AND d.event_id = $3`,
    [claim.redriveId, claim.ordinal, eventId],
  );
  return rowCount === 1;
}
