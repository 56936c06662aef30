import { type Scope, touchesVhost } from "@/server/access/scope";
import { vhostOf } from "@/server/broker/connection";
import {
  type BindingInfo,
  createManagement,
  managementUrl,
  type QueueDepth,
} from "@/server/broker/management";
import { SharedReading } from "@/server/broker/shared-reading";
import { findDeadLetterQueues } from "@/server/dead-letters/dead-letter-queues";
import type { Env } from "@/server/env";
import { errorText } from "@/server/errors";
import { queuesWithin } from "@/server/topology/within-scope";

/** A queue that dead letters end in. */
export interface DeadLetterQueue {
  vhost: string;
  name: string;
  /** Null when the broker does not say. */
  messages: number | null;
}

export interface DeadLetterReading {
  queues: DeadLetterQueue[];
  /** Why this is not all, in words; null when it is. */
  problem: string | null;
}

const KEEP_MS = 15_000;

/** What the broker says of one virtual host; a text where it says nothing. */
interface VhostReading {
  vhost: string;
  known: { queues: QueueDepth[]; bindings: BindingInfo[] } | string;
}

/**
 * Makes the reader of the dead-letter queues, one for the process: for each viewer those that messages of their scope
 * can reach. It never throws: what it cannot know it says.
 */
export function createDeadLetterReader(
  env: Pick<Env, "rabbitmq" | "vhosts">,
): (scope: Scope) => Promise<DeadLetterReading> {
  const { url, managementUrl: given, ...tls } = env.rabbitmq;
  if (!url) {
    return async () => ({ queues: [], problem: "The web process was started without RABBITMQ_URL." });
  }
  const management = createManagement({ url: managementUrl(url, given), ...tls }, 5_000);
  const vhosts = [...new Set([vhostOf(url), ...env.vhosts])];
  const read = async (vhost: string): Promise<VhostReading> => {
    try {
      const [queues, bindings] = await Promise.all([
        management.queueDepths(vhost),
        management.bindings(vhost),
      ]);
      return { vhost, known: { queues, bindings } };
    } catch (error) {
      return { vhost, known: errorText(error) };
    }
  };
  const shared = new SharedReading(() => Promise.all(vhosts.map(read)), KEEP_MS);
  return async (scope) => withinScope(await shared.get(), scope);
}

function withinScope(readings: readonly VhostReading[], scope: Scope): DeadLetterReading {
  const shown: DeadLetterReading = { queues: [], problem: null };
  for (const { vhost, known } of readings) {
    if (!touchesVhost(scope, vhost)) continue;
    if (typeof known === "string") {
      shown.problem ??= known;
      continue;
    }
    const reached = queuesWithin(scope, vhost, known.queues, known.bindings);
    const depths = new Map(known.queues.map(({ name, messages }) => [name, messages]));
    for (const { name } of findDeadLetterQueues({ ...known, exchanges: [] })) {
      if (reached.has(name)) shown.queues.push({ vhost, name, messages: depths.get(name) ?? null });
    }
  }
  return shown;
}
