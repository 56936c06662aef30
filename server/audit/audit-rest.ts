import { API_HEADERS, invalidInput, json, problem, readQuery } from "@/server/http/problem";
import type { WebServices } from "@/server/web-services";
import { getMessage, getMessageBody, searchAudit } from "./audit-queries";
import { messageId, searchInput } from "./audit-schemas";
import { getFieldSources } from "./field-sources";
import { getArrivals, getCausation, getCorrelation, getStreamOf } from "./related-queries";

/** `GET /api/audit/search` */
export async function getSearch(request: Request, { searchPool, logger }: WebServices): Promise<Response> {
  try {
    return json(await searchAudit(searchPool, readQuery(request, searchInput)));
  } catch (error) {
    return problem(error, logger);
  }
}

/** `GET /api/audit/messages/{id}` */
export async function getMessageById(id: string, { searchPool, logger }: WebServices): Promise<Response> {
  try {
    return json(await getMessage(searchPool, recordId(id)));
  } catch (error) {
    return problem(error, logger);
  }
}

/** `GET /api/audit/messages/{id}/body`: always a download of plain bytes, whatever the message says that it is. */
export async function downloadBody(id: string, { searchPool, logger }: WebServices): Promise<Response> {
  try {
    const body = await getMessageBody(searchPool, recordId(id));
    return new Response(new Uint8Array(body), {
      headers: {
        ...API_HEADERS,
        "Content-Type": "application/octet-stream",
        "Content-Disposition": `attachment; filename="message-${recordId(id)}.bin"`,
      },
    });
  } catch (error) {
    return problem(error, logger);
  }
}

const RELATED = {
  causation: getCausation,
  correlation: getCorrelation,
  stream: getStreamOf,
  arrivals: getArrivals,
  sources: getFieldSources,
} as const;

/** `GET /api/audit/messages/{id}/causation`, `/correlation`, `/stream`, `/arrivals` and `/sources` */
export async function getRelated(
  id: string,
  what: keyof typeof RELATED,
  { searchPool, logger }: WebServices,
): Promise<Response> {
  try {
    return json(await RELATED[what](searchPool, recordId(id)));
  } catch (error) {
    return problem(error, logger);
  }
}

function recordId(id: string): string {
  const parsed = messageId.safeParse(id);
  if (!parsed.success) throw invalidInput({ id: "is not a record id" });
  return parsed.data;
}
