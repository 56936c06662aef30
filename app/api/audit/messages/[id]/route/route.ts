import { getRouteById } from "@/server/routes/routes-rest";
import { webServices } from "@/server/web-services";

export const dynamic = "force-dynamic";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  return getRouteById((await params).id, webServices());
}
