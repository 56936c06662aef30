import { localDoor } from "@/server/http/door";
import { getReady } from "@/server/status/status-rest";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return localDoor("GET /api/ready", request, getReady);
}
