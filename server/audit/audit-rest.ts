import { byOf } from "@/server/access/by";
import type { Visit } from "@/server/http/door";
import { API_HEADERS, invalidInput, json, readQuery } from "@/server/http/problem";
import { maskerOf } from "@/server/masking/masker-for";
import { recordAction } from "@/server/operator-actions/record-action";
import { getMessageBody } from "./audit-queries";
import { messageId, searchInput } from "./audit-schemas";
import { getFieldSources } from "./field-sources";
import { searchOnRecord } from "./list-on-record";
import { openMessage } from "./open-message";
import { getArrivals, getCausation, getCorrelation, getStreamOf } from "./related-queries";

/** `GET /api/audit/search` */
export async function getSearch(request: Request, visit: Visit): Promise<Response> {
  return json(await searchOnRecord(visit, readQuery(request, searchInput)));
}

/** `GET /api/audit/messages/{id}` */
export async function getMessageById(id: string, visit: Visit): Promise<Response> {
  return json(await openMessage(visit, recordId(id)));
}

/** `GET /api/audit/messages/{id}/body`: always a download of plain bytes, whatever the message says that it is. */
export async function downloadBody(id: string, visit: Visit): Promise<Response> {
  const { searchPool, storePool } = visit.services;
  const masker = await maskerOf(visit);
  const { body, vhost, exchange } = await getMessageBody(searchPool, visit.scope, masker, recordId(id));
  // Before anything leaves: what is not recorded is not handed out.
  await recordAction(storePool, {
    by: byOf(visit),
    action: "message.downloaded",
    target: { type: "message", id: recordId(id), vhost, exchange },
    outcome: "done",
    detail: { bytes: body.length },
  });
  return new Response(new Uint8Array(body), {
    headers: {
      ...API_HEADERS,
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="message-${recordId(id)}.bin"`,
    },
  });
}

const RELATED = {
  causation: getCausation,
  correlation: getCorrelation,
  stream: getStreamOf,
  arrivals: getArrivals,
  sources: getFieldSources,
} as const;

/** `GET /api/audit/messages/{id}/causation`, `/correlation`, `/stream`, `/arrivals` and `/sources` */
export async function getRelated(id: string, what: keyof typeof RELATED, visit: Visit): Promise<Response> {
  return json(
    await RELATED[what](visit.services.searchPool, visit.scope, await maskerOf(visit), recordId(id)),
  );
}

function recordId(id: string): string {
  const parsed = messageId.safeParse(id);
  if (!parsed.success) throw invalidInput({ id: "is not a record id" });
  return parsed.data;
}
