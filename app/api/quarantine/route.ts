import { getQuarantine } from "@/server/quarantine/quarantine-rest";
import { webServices } from "@/server/web-services";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return getQuarantine(request, webServices());
}
