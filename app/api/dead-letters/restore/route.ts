import { postSettle } from "@/server/dead-letters/dead-letters-rest";
import { door } from "@/server/http/door";

export function POST(request: Request): Promise<Response> {
  return door("POST /api/dead-letters/restore", request, (visit) => postSettle(request, visit, "restore"));
}
