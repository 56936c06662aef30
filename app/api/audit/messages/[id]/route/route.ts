import { door } from "@/server/http/door";
import { getRouteById } from "@/server/routes/routes-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/audit/messages/{id}/route", request, (visit) => getRouteById(id, visit));
}
