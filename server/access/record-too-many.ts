import type { SignInAttempt } from "@/server/limits/sign-in-limit";
import { recordAction } from "@/server/operator-actions/record-action";
import { processWide } from "@/server/process-wide";
import type { AccessServices } from "./auth-options";
import type { AuthPath } from "./auth-paths";

/** Whoever is turned away goes on trying: one row a minute says it, a row an attempt would fill the disk. */
const SAME_MS = 60_000;
const MOST_KEPT = 10_000;
const recorded = processWide(
  "access.too-many",
  () => new WeakMap<AccessServices["prisma"], Map<string, number>>(),
);

/** Records that somebody was turned away because of too many attempts: once a minute for an account and an address. */
export async function recordTooMany(
  { prisma, clock }: Pick<AccessServices, "prisma" | "clock">,
  { account, address }: SignInAttempt,
  path: AuthPath,
): Promise<void> {
  const known = recorded.get(prisma) ?? new Map<string, number>();
  recorded.set(prisma, known);
  const key = JSON.stringify([account, address]);
  const now = clock().getTime();
  if (now - (known.get(key) ?? Number.NEGATIVE_INFINITY) < SAME_MS) return;
  const name = account || "(unknown)";
  await recordAction(prisma, {
    by: { actor: { kind: "nobody", id: null, name }, from: address },
    action: "session.signed-in",
    target: { type: "user", id: name },
    outcome: "refused",
    detail: { way: path.slice(path.indexOf("/") + 1), why: "too many attempts" },
  });
  if (known.size >= MOST_KEPT) known.clear();
  known.set(key, now);
}
