import { door } from "@/server/http/door";
import { getDefinitions } from "@/server/sagas/definitions-rest";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/sagas/definitions", request, getDefinitions);
}
