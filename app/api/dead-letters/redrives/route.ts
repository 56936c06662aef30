import { door } from "@/server/http/door";
import { getRedrives, postRedrive } from "@/server/redrive/redrive-rest";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/dead-letters/redrives", request, (visit) => getRedrives(request, visit));
}

export function POST(request: Request): Promise<Response> {
  return door("POST /api/dead-letters/redrives", request, (visit) => postRedrive(request, visit));
}
