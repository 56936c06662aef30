import { getTopologyDiagram } from "@/server/docs/diagrams-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/diagrams/topology", request, (visit) => getTopologyDiagram(request, visit));
}
