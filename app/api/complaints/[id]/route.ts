import { getComplaint } from "@/server/complaints/complaints-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/complaints/{id}", request, (visit) => getComplaint(id, visit));
}
