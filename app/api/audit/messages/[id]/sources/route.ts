import { getRelated } from "@/server/audit/audit-rest";
import { webServices } from "@/server/web-services";

export const dynamic = "force-dynamic";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  return getRelated((await params).id, "sources", webServices());
}
