import { getSearch } from "@/server/audit/audit-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/audit/search", request, (visit) => getSearch(request, visit));
}
