import { downloadBody } from "@/server/audit/audit-rest";
import { webServices } from "@/server/web-services";

export const dynamic = "force-dynamic";

export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return downloadBody((await params).id, webServices());
}
