import { door } from "@/server/http/door";
import { getCustomers } from "@/server/notifications/notifications-rest";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/customers", request, (visit) => getCustomers(request, visit));
}
