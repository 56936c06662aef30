import { getSearch } from "@/server/audit/audit-rest";
import { webServices } from "@/server/web-services";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return getSearch(request, webServices());
}
