import { door } from "@/server/http/door";
import { getSaga } from "@/server/sagas/sagas-rest";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return door("GET /api/sagas/{id}", request, (visit) => getSaga(id, visit));
}
