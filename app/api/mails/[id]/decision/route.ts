import { door } from "@/server/http/door";
import { postDecision } from "@/server/notifications/notifications-rest";

export const dynamic = "force-dynamic";

export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("POST /api/mails/{id}/decision", request, (visit) => postDecision(id, request, visit));
}
