import { door } from "@/server/http/door";
import { postExclusion } from "@/server/taps/taps-rest";

export function POST(request: Request): Promise<Response> {
  return door("POST /api/coverage/exclude", request, (visit) => postExclusion(request, true, visit));
}
