import { door } from "@/server/http/door";
import { getQuarantine } from "@/server/quarantine/quarantine-rest";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/quarantine", request, (visit) => getQuarantine(request, visit));
}
