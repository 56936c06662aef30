import { getVariants } from "@/server/flows/flows-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/flows/variants", request, (visit) => getVariants(request, visit));
}
