import { vhostOf } from "@/server/broker/connection";
import { createManagement, managementUrl } from "@/server/broker/management";
import { SharedReading } from "@/server/broker/shared-reading";
import type { Env } from "@/server/env";
import { errorText } from "@/server/errors";
import { deadLetterQueues } from "./dead-letter-queues";

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

/** Makes the reader of the dead-letter queues, one for the process. It never throws: what it cannot know it says. */
export function createDeadLetterReader(
  env: Pick<Env, "rabbitmq" | "vhosts">,
): () => Promise<DeadLetterReading> {
  const { url, managementUrl: given, ...tls } = env.rabbitmq;
  if (!url) {
    return async () => ({ queues: [], problem: "The web process was started without RABBITMQ_URL." });
  }
  const management = createManagement({ url: managementUrl(url, given), ...tls }, 5_000);
  const vhosts = [...new Set([vhostOf(url), ...env.vhosts])];
  const read = async (vhost: string): Promise<DeadLetterReading> => {
    try {
      const [queues, bindings] = await Promise.all([
        management.queueDepths(vhost),
        management.bindings(vhost),
      ]);
      const found = deadLetterQueues(queues, bindings);
      return { queues: found.map(({ name, messages }) => ({ vhost, name, messages })), problem: null };
    } catch (error) {
      return { queues: [], problem: errorText(error) };
    }
  };
  const shared = new SharedReading(async (): Promise<DeadLetterReading> => {
    const readings = await Promise.all(vhosts.map(read));
    return {
      queues: readings.flatMap((reading) => reading.queues),
      problem: readings.find((reading) => reading.problem !== null)?.problem ?? null,
    };
  }, KEEP_MS);
  return () => shared.get();
}
