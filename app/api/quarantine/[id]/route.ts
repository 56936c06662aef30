import { door } from "@/server/http/door";
import { getQuarantinedById } from "@/server/quarantine/quarantine-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/quarantine/{id}", request, (visit) => getQuarantinedById(id, visit));
}
