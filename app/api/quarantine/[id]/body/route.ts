import { downloadQuarantined } from "@/server/quarantine/quarantine-rest";
import { webServices } from "@/server/web-services";

export const dynamic = "force-dynamic";

export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return downloadQuarantined((await params).id, webServices());
}
