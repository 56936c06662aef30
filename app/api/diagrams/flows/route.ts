import { getFlowDiagram } from "@/server/docs/diagrams-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/diagrams/flows", request, (visit) => getFlowDiagram(request, visit));
}
