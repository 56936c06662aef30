import { postPatch } from "@/server/dead-letters/edit-rest";
import { door } from "@/server/http/door";

export function POST(request: Request): Promise<Response> {
  return door("POST /api/dead-letters/patches", request, (visit) => postPatch(request, visit));
}
