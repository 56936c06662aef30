import { door } from "@/server/http/door";
import { getCoverage } from "@/server/taps/taps-rest";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/coverage", request, (visit) => getCoverage(request, visit));
}
