import { getSagaDiagram } from "@/server/docs/diagrams-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/diagrams/sagas/{id}", request, (visit) => getSagaDiagram(id, request, visit));
}
