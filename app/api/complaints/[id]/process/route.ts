import { commandComplaint } from "@/server/complaints/complaints-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export async function PUT(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("PUT /api/complaints/{id}/process", request, (visit) =>
    commandComplaint(id, "process", request, visit),
  );
}
