import { door } from "@/server/http/door";
import { postImport } from "@/server/quarantine/quarantine-rest";

export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("POST /api/quarantine/{id}/import", request, (visit) => postImport(id, visit));
}
