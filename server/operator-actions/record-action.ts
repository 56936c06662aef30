import type { ClientBase, Pool } from "pg";
import { storable } from "@/server/envelopes/text";
import type { Prisma, PrismaClient } from "@/server/generated/prisma/client";
import type { ActionToRecord } from "./action";
import { kept, keptText } from "./keep";

/** Where to write: a pool or connection of ours, or Prisma's client; inside a transaction, whatever stands for it. */
export type ActionWriter = Pool | ClientBase | PrismaClient | Prisma.TransactionClient;

/** Longest id, name and reason. An index holds the id: PostgreSQL takes no more than 2,700 bytes of all its columns. */
const LONGEST = { id: 400, name: 300, address: 64, reason: 1_000 };

const INSERT = `INSERT INTO operator_actions
  (at, actor_kind, actor_id, actor_name, from_address, action, target_type, target_id, vhost, exchange,
   before, after, reason, outcome, detail)
  VALUES (COALESCE($1::timestamptz, clock_timestamp()), $2, $3, $4, $5, $6, $7, $8, $9, $10,
          $11::jsonb, $12::jsonb, $13, $14, $15::jsonb)`;

/**
 * Records what somebody did. Given the transaction that does it, both happen or neither: pass it last, because the
 * moment of writing is the moment that is shown.
 * Whatever the values hold, they are redacted, bounded and made storable; only a database that is away fails this.
 */
export async function recordAction(writer: ActionWriter, action: ActionToRecord): Promise<void> {
  const values = valuesOf(action);
  if ("$executeRawUnsafe" in writer) await writer.$executeRawUnsafe(INSERT, ...values);
  else await writer.query(INSERT, values);
}

function valuesOf({ by, action, target, outcome, before, after, detail, at }: ActionToRecord) {
  return [
    at?.toISOString() ?? null,
    by.actor.kind,
    orNull(by.actor.id, LONGEST.id),
    keptText(by.actor.name, LONGEST.name),
    orNull(by.from, LONGEST.address),
    action,
    target.type,
    keptText(target.id, LONGEST.id),
    target.vhost == null ? null : name(target.vhost),
    target.exchange == null ? null : name(target.exchange),
    jsonOrNull(before),
    jsonOrNull(after),
    orNull(by.reason || null, LONGEST.reason),
    outcome,
    jsonOrNull(detail),
  ];
}

/** Names of the broker are kept as they are, so that they can be found by: they are no longer than 255 bytes. */
const name = (text: string) => storable(text.slice(0, 255));
const orNull = (text: string | null | undefined, longest: number) =>
  text == null ? null : keptText(text, longest);
const jsonOrNull = (value: unknown) => (value === undefined ? null : JSON.stringify(kept(value)));
