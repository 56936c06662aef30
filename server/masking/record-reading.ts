import { byOf } from "@/server/access/by";
import type { Principal } from "@/server/access/principal";
import { recordAction } from "@/server/operator-actions/record-action";
import { processWide } from "@/server/process-wide";
import type { WebServices } from "@/server/web-services";

interface Reader {
  principal: Principal;
  headers: Headers;
  services: Pick<WebServices, "storePool" | "clock">;
}

/** One message that was opened, and where it was published. */
interface Opened {
  what: "message" | "quarantine" | "complaint" | "deadLetter" | "saga";
  id: string;
  vhost: string;
  exchange: string;
}

/** A list that was looked at: what was asked for, as JSON. */
interface Listed {
  what: "search" | "live" | "complaints" | "deadLetters" | "sagas";
  id: string;
}

const ACTIONS = {
  message: ["message.read-unmasked", "message"],
  quarantine: ["quarantine.read-unmasked", "quarantine"],
  search: ["messages.searched-unmasked", "messages"],
  live: ["messages.followed-unmasked", "messages"],
  complaint: ["complaint.read-unmasked", "complaint"],
  complaints: ["complaints.listed-unmasked", "complaints"],
  deadLetter: ["dead-letter.read-unmasked", "dead-letter"],
  deadLetters: ["dead-letters.listed-unmasked", "dead-letters"],
  saga: ["saga.read-unmasked", "saga"],
  sagas: ["sagas.listed-unmasked", "sagas"],
} as const;

/** Opened or asked for again within this time, it is the same reading: a page asks more than once. */
const SAME_MS = 10 * 60_000;
const MOST_KEPT = 10_000;
const read = processWide(
  "masking.readings",
  () => new WeakMap<WebServices["storePool"], Map<string, number>>(),
);

/**
 * Records that somebody was shown something personal unmasked. To be awaited before the answer leaves: what cannot be
 * recorded is not shown.
 */
export async function recordReading(
  { principal, headers, services }: Reader,
  seen: Opened | Listed,
): Promise<void> {
  const { storePool, clock } = services;
  const known = read.get(storePool) ?? new Map<string, number>();
  read.set(storePool, known);
  const key = JSON.stringify([principal.kind, principal.id, seen.what, seen.id]);
  const now = clock().getTime();
  if (now - (known.get(key) ?? Number.NEGATIVE_INFINITY) < SAME_MS) return;
  const { what, ...place } = seen;
  const [action, type] = ACTIONS[what];
  await recordAction(storePool, {
    by: byOf({ principal, headers }),
    action,
    target: { type, ...place },
    outcome: "done",
  });
  if (known.size >= MOST_KEPT) known.clear();
  known.set(key, now);
}
