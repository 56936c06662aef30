import type { Pool } from "pg";
import { type Scope, touchesVhost } from "@/server/access/scope";
import type { PrismaClient } from "@/server/generated/prisma/client";
import { readStatus } from "@/server/status/status-queries";
import { readQueueSamples } from "@/server/taps/queue-samples";
import { MAX_BUCKETS, STEPS } from "./buckets";
import type { LagOutput } from "./overview-schemas";
import { bounds } from "./series-queries";

/** Samples come every 15 seconds: a narrower bucket would be empty now and then, and seem to be a gap. */
const LEAST_STEP_MS = 30_000;

/** How far the ingest was behind, over time and now; of the audit queues, those of a scope. */
export async function readLag(
  { searchPool, prisma }: { searchPool: Pool; prisma: PrismaClient },
  scope: Scope,
  range: { from?: Date | undefined; to?: Date | undefined },
  now: Date,
): Promise<LagOutput> {
  const { from, to } = await bounds(searchPool, range, now);
  const stepMs =
    STEPS.find((step) => step >= LEAST_STEP_MS && (to - from) / step <= MAX_BUCKETS - 1) ?? STEPS.at(-1)!;
  const first = Math.floor(from / stepMs) * stepMs;
  const buckets = Math.ceil((to - first) / stepMs);
  const [samples, status] = await Promise.all([
    readQueueSamples(searchPool, { from, to, stepMs }),
    readStatus(prisma, scope, now),
  ]);
  const queues = new Map<string, (number | null)[]>();
  for (const { vhost, at, waiting } of samples) {
    if (!touchesVhost(scope, vhost)) continue;
    const line = queues.get(vhost) ?? new Array<number | null>(buckets).fill(null);
    line[Math.round((at - first) / stepMs)] = waiting;
    queues.set(vhost, line);
  }
  const { known } = status.lag;
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    first: new Date(first).toISOString(),
    stepMs,
    buckets,
    queues: [...queues].map(([vhost, waiting]) => ({ vhost, waiting })),
    now: {
      workers: status.workers.alive,
      seconds: known ? status.lag.seconds : null,
      messages: known ? status.lag.messages : null,
      perSecond: known ? status.perSecond : null,
    },
  };
}
