import { getAggregateDiagram } from "@/server/docs/diagrams-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ type: string }> }) {
  const { type } = await params;
  return door("GET /api/diagrams/aggregates/{type}", request, (visit) =>
    getAggregateDiagram(type, request, visit),
  );
}
