import type { Scope } from "@/server/access/scope";
import type { Visit } from "@/server/http/door";
import type { Masker } from "@/server/masking/masker";
import { maskerOf } from "@/server/masking/masker-for";

/** Who reads, and when. */
export interface DocsReader {
  scope: Scope;
  masker: Masker;
  now: Date;
}

/** The reader whom a door has let in. */
export async function docsReaderOf(
  visit: Pick<Visit, "scope" | "services" | "unmasked">,
): Promise<DocsReader> {
  return { scope: visit.scope, masker: await maskerOf(visit), now: visit.services.clock() };
}
