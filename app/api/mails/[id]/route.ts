import { door } from "@/server/http/door";
import { getMail } from "@/server/notifications/notifications-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/mails/{id}", request, (visit) => getMail(id, visit));
}
