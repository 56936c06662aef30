import { getEventsMarkdown } from "@/server/docs/docs-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/docs/events.md", request, (visit) => getEventsMarkdown(request, visit));
}
