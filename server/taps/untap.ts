import type { BrokerTarget } from "@/server/broker/connection";
import type { Management } from "@/server/broker/management";
import { AUDIT_QUEUE, OWN_PREFIX, TAP_EXCHANGE } from "@/server/broker/plumbing";
import { TapLink } from "@/server/broker/tap-link";
import { SillageError } from "@/server/errors";

export interface UntapReport {
  vhost: string;
  /** Bindings that were removed. */
  unbound: number;
  /** Messages that were deleted with the audit queue. */
  lost: number;
}

/**
 * Removes every trace of Sillage from a virtual host: bindings, the tap exchange, the audit queue, what redrives need. Taps that are kept
 * by a running worker come back, so stop it first.
 * @param force also when the audit queue holds messages that are not stored
 * @throws SillageError CONFLICT when it holds any and `force` is not given; nothing was changed then.
 */
export async function untap(
  target: BrokerTarget,
  management: Management,
  vhost: string,
  force: boolean,
): Promise<UntapReport> {
  const link = await TapLink.open(target, vhost, () => {});
  try {
    const held = (await heldMessages(link, management, vhost)) ?? 0;
    if (held > 0 && !force) {
      throw new SillageError(
        "CONFLICT",
        `The audit queue of ${vhost} holds ${held} messages that are not stored yet. Let a worker store them first, ` +
          "or run `npm run untap -- --force` to delete them.",
      );
    }
    const bindings = (await management.bindings(vhost)).filter(
      ({ source, destinationType, destination }) =>
        destinationType === "exchange" && destination === TAP_EXCHANGE && !source.startsWith(OWN_PREFIX),
    );
    for (const { source, ...key } of bindings) await link.unbind(source, key);
    await link.removePlumbing(await management.queues(vhost));
    return { vhost, unbound: bindings.length, lost: held };
  } finally {
    await link.close();
  }
}

/** Waiting, and in the hands of a consumer. */
async function heldMessages(link: TapLink, management: Management, vhost: string): Promise<number | null> {
  const waiting = await link.waiting();
  if (waiting === null) return null;
  const queue = await management.queue(vhost, AUDIT_QUEUE);
  return waiting + (queue?.unacked ?? 0);
}
