import { door } from "@/server/http/door";
import { openApiDocument } from "@/server/http/openapi";
import { json } from "@/server/http/problem";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/openapi.json", request, async () => json(openApiDocument()));
}
