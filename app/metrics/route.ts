import { localDoor } from "@/server/http/door";
import { getMetrics } from "@/server/status/status-rest";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return localDoor("GET /metrics", request, getMetrics);
}
