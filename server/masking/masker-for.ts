import type { Scope } from "@/server/access/scope";
import { processWide } from "@/server/process-wide";
import type { WebServices } from "@/server/web-services";
import { Judges, Masker } from "./masker";
import { readRule } from "./masking-rule";
import { readRules } from "./rule-store";

/** Another process learns of a change of the rules within this time; this one at once. */
const CACHE_MS = 3_000;

type Database = Pick<WebServices, "prisma">;

interface Known {
  at: number;
  judges: Promise<Judges>;
}

const known = processWide("masking.rules", () => new WeakMap<Database["prisma"], Known>());

/** The masker for somebody who sees personal data in `unmasked` alone. Without the rules nothing is shown: it throws. */
export async function maskerFor(services: Database, unmasked: Scope): Promise<Masker> {
  return new Masker(await judgesOf(services), unmasked);
}

/** The masker of a request, which a door has let in (server/access/admit.ts). */
export function maskerOf({ services, unmasked }: { services: Database; unmasked: Scope }): Promise<Masker> {
  return maskerFor(services, unmasked);
}

/** Makes the next request of this process read the rules anew. */
export function forgetRules({ prisma }: Database): void {
  known.delete(prisma);
}

function judgesOf({ prisma }: Database): Promise<Judges> {
  const now = performance.now();
  const found = known.get(prisma);
  if (found && now - found.at < CACHE_MS) return found.judges;
  const judges = read(prisma);
  const entry = { at: now, judges };
  known.set(prisma, entry);
  judges.catch(() => {
    if (known.get(prisma) === entry) known.delete(prisma);
  });
  return judges;
}

async function read(prisma: Database["prisma"]): Promise<Judges> {
  const { rules, off } = await readRules(prisma);
  return new Judges({ rules: rules.flatMap((rule) => readRule(rule) ?? []), off: new Set(off) });
}
