import { door } from "@/server/http/door";
import { getAllEvents } from "@/server/streams/streams-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request) {
  return door("GET /api/events/all", request, (visit) => getAllEvents(request, visit));
}
