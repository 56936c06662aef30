import { door } from "@/server/http/door";
import { getMails } from "@/server/notifications/notifications-rest";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/mails", request, (visit) => getMails(request, visit));
}
