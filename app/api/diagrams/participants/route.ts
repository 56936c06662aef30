import { getParticipantsDiagram } from "@/server/docs/diagrams-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/diagrams/participants", request, (visit) => getParticipantsDiagram(request, visit));
}
