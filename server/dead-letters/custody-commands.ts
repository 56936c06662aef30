import type { ClientBase } from "pg";
import { expectWholeVhost } from "@/server/access/admit";
import { byOf } from "@/server/access/by";
import { SillageError } from "@/server/errors";
import type { Visit } from "@/server/http/door";
import { act } from "@/server/operator-actions/act";
import type { By } from "@/server/operator-actions/action";
import { startRedrive } from "@/server/redrive/control-redrive";
import { planRedrive } from "@/server/redrive/plan-redrive";
import { changeCustody, custodyInDoubt } from "./change-custody";
import type { Custody } from "./words";

/** Who has the messages of a dead-letter queue, changed by somebody, on record. */

interface QueueName {
  vhost: string;
  name: string;
}

/** Whoever holds a queue ends within its lease after it is to be observed; asked so often, and so long at most. */
const ASK_MS = 200;
const PATIENCE_MS = 20_000;

/**
 * Has a queue held, or only observed from now on.
 * @throws SillageError FORBIDDEN where not the whole virtual host is for whoever asks; NOT_FOUND; CONFLICT where it cannot
 * be held
 */
export async function setCustody(
  visit: Visit,
  queue: QueueName & { custody: Custody },
  reason: string | undefined,
): Promise<{ before: Custody; after: Custody }> {
  expectWholeVhost(visit.scope, queue.vhost);
  return change(visit, queue, byOf(visit, reason));
}

/**
 * Puts all that is held of a queue back into it: from then on it is only observed. A redrive does it, which tells what
 * became of each message.
 * @throws as `setCustody`; UNPROCESSABLE when nothing is held; UNAVAILABLE while it is not known whether the queue has some
 * of the messages still
 */
export async function releaseQueue(
  visit: Visit,
  { vhost, name }: QueueName,
  reason: string | undefined,
): Promise<{ redriveId: string; total: number }> {
  expectWholeVhost(visit.scope, vhost);
  const by = byOf(visit, reason);
  await change(visit, { vhost, name, custody: "observe" }, by);
  await untilKnown(visit, { vhost, name });
  const target = { type: "dead-letter-queue" as const, id: name, vhost };
  return act(
    visit.services.storePool,
    { by, action: "dead-letter-queue.released", target },
    async (client) => {
      const { id, total } = await plan(client, visit, { vhost, name }, by);
      return { value: { redriveId: id, total }, after: { redrive: id, total } };
    },
  );
}

function change(visit: Visit, { vhost, name, custody }: QueueName & { custody: Custody }, by: By) {
  const target = { type: "dead-letter-queue" as const, id: name, vhost };
  const deed = { by, action: "dead-letter-queue.custody-changed" as const, target };
  return act(visit.services.storePool, deed, async (client) => {
    const value = await changeCustody(client, { vhost, queue: name, custody, by: by.actor.name });
    return { value, before: { custody: value.before }, after: { custody: value.after } };
  });
}

async function untilKnown({ services }: Visit, { vhost, name }: QueueName): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  const client = await services.storePool.connect();
  try {
    while (await custodyInDoubt(client, vhost, name)) {
      if (performance.now() > until)
        throw new SillageError(
          "UNAVAILABLE",
          `It is not known yet whether ${name} has some of the held messages still. A worker looks; try again in a minute.`,
        );
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
  } finally {
    client.release();
  }
}

async function plan(client: ClientBase, { scope }: Visit, { vhost, name }: QueueName, by: By) {
  const planned = await planRedrive(client, {
    kind: "release",
    selection: { filter: { vhost, queue: name, state: "held" } },
    destination: { kind: "queue", queue: name },
    rate: null,
    ramp: { canary: 0, growth: 1, waitSeconds: 0 },
    haltShare: null,
    again: false,
    scope,
    by,
  });
  await startRedrive(client, planned.id, by);
  return planned;
}
