import { door } from "@/server/http/door";
import { getRedrive } from "@/server/redrive/redrive-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/dead-letters/redrives/{id}", request, (visit) => getRedrive(id, visit));
}
