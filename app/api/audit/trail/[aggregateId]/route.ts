import { getTrail } from "@/server/audit/trail-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ aggregateId: string }> }) {
  const { aggregateId } = await params;
  return door("GET /api/audit/trail/{aggregateId}", request, (visit) =>
    getTrail(aggregateId, request, visit),
  );
}
