import { door } from "@/server/http/door";
import { getEvents } from "@/server/streams/streams-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request) {
  return door("GET /api/audit/events", request, (visit) => getEvents(request, visit));
}
