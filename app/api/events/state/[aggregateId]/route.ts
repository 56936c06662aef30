import { door } from "@/server/http/door";
import { getState } from "@/server/streams/streams-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ aggregateId: string }> }) {
  const { aggregateId } = await params;
  return door("GET /api/events/state/{aggregateId}", request, (visit) =>
    getState(aggregateId, request, visit),
  );
}
