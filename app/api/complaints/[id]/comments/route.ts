import { commandComplaint } from "@/server/complaints/complaints-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("POST /api/complaints/{id}/comments", request, (visit) =>
    commandComplaint(id, "comments", request, visit),
  );
}
