import { door } from "@/server/http/door";
import { postStart } from "@/server/redrive/redrive-rest";

export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("POST /api/dead-letters/redrives/{id}/start", request, (visit) =>
    postStart(request, id, visit),
  );
}
