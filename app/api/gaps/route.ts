import { door } from "@/server/http/door";
import { getGaps } from "@/server/taps/taps-rest";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/gaps", request, (visit) => getGaps(request, visit));
}
