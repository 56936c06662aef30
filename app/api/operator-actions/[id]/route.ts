import { door } from "@/server/http/door";
import { getActionById } from "@/server/operator-actions/actions-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/operator-actions/{id}", request, (visit) => getActionById(id, visit));
}
