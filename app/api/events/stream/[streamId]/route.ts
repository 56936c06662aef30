import { door } from "@/server/http/door";
import { getStream } from "@/server/streams/streams-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ streamId: string }> }) {
  const { streamId } = await params;
  return door("GET /api/events/stream/{streamId}", request, (visit) => getStream(streamId, request, visit));
}
