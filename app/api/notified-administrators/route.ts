import { door } from "@/server/http/door";
import { getAdministrators } from "@/server/notifications/notifications-rest";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/notified-administrators", request, getAdministrators);
}
