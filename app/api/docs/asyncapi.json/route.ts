import { getAsyncApi } from "@/server/docs/docs-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/docs/asyncapi.json", request, (visit) => getAsyncApi(request, visit));
}
