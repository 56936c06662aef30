import { getDeadLetter } from "@/server/dead-letters/dead-letters-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/dead-letters/{id}", request, (visit) => getDeadLetter(id, visit));
}
