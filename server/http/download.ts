import { byOf } from "@/server/access/by";
import type { ActionToRecord } from "@/server/operator-actions/action";
import { recordAction } from "@/server/operator-actions/record-action";
import type { Visit } from "./door";
import { API_HEADERS } from "./problem";

/** Hands out plain bytes as a file, whatever they say that they are. What is not recorded is not handed out. */
export async function download(
  visit: Visit,
  { body, name, ...deed }: Pick<ActionToRecord, "action" | "target"> & { body: Buffer; name: string },
): Promise<Response> {
  await recordAction(visit.services.storePool, {
    ...deed,
    by: byOf(visit),
    outcome: "done",
    detail: { bytes: body.length },
  });
  return new Response(new Uint8Array(body), {
    headers: {
      ...API_HEADERS,
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="${name}.bin"`,
    },
  });
}
