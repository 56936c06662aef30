import { downloadBody } from "@/server/audit/audit-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/audit/messages/{id}/body", request, (visit) => downloadBody(id, visit));
}
