import { commandComplaint } from "@/server/complaints/complaints-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export async function PUT(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("PUT /api/complaints/{id}/close", request, (visit) =>
    commandComplaint(id, "close", request, visit),
  );
}
