import type { Visit } from "@/server/http/door";
import { download } from "@/server/http/download";
import { invalidInput, json, readQuery } from "@/server/http/problem";
import { maskerOf } from "@/server/masking/masker-for";
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

/** `GET /api/audit/messages/{id}/body` */
export async function downloadBody(id: string, visit: Visit): Promise<Response> {
  const message = recordId(id);
  const masker = await maskerOf(visit);
  const { body, ...place } = await getMessageBody(visit.services.searchPool, visit.scope, masker, message);
  return download(visit, {
    action: "message.downloaded",
    target: { type: "message", id: message, ...place },
    body,
    name: `message-${message}`,
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
