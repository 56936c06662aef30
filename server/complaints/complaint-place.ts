import type { Place } from "@/server/access/scope";
import { vhostOf } from "@/server/broker/connection";
import type { Env } from "@/server/env";
import { SERVICES } from "./complaint-events";

/** Where complaints are published here; null where they are switched off, or there is no broker. */
export function complaintPlace({ complaints, rabbitmq }: Pick<Env, "complaints" | "rabbitmq">): Place | null {
  if (!complaints || !rabbitmq.url) return null;
  return { vhost: vhostOf(rabbitmq.url), exchange: SERVICES.complaint.exchange };
}
