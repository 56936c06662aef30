import { door } from "@/server/http/door";
import { downloadQuarantined } from "@/server/quarantine/quarantine-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/quarantine/{id}/body", request, (visit) => downloadQuarantined(id, visit));
}
