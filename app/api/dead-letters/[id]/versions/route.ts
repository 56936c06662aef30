import { postVersion } from "@/server/dead-letters/edit-rest";
import { door } from "@/server/http/door";

export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("POST /api/dead-letters/{id}/versions", request, (visit) => postVersion(id, request, visit));
}
