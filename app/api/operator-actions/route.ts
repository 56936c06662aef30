import { door } from "@/server/http/door";
import { getActions } from "@/server/operator-actions/actions-rest";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/operator-actions", request, (visit) => getActions(request, visit));
}
