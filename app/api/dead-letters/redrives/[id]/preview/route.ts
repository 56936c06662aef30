import { door } from "@/server/http/door";
import { getRedrivePreview } from "@/server/redrive/redrive-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/dead-letters/redrives/{id}/preview", request, (visit) =>
    getRedrivePreview(id, visit),
  );
}
