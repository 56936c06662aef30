import { door } from "@/server/http/door";
import { getRedriveMessages } from "@/server/redrive/redrive-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/dead-letters/redrives/{id}/messages", request, (visit) =>
    getRedriveMessages(request, id, visit),
  );
}
