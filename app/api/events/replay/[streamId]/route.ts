import { door } from "@/server/http/door";
import { postReplay } from "@/server/streams/streams-rest";

export const dynamic = "force-dynamic";

export async function POST(request: Request, { params }: { params: Promise<{ streamId: string }> }) {
  const { streamId } = await params;
  return door("POST /api/events/replay/{streamId}", request, (visit) => postReplay(streamId, request, visit));
}
