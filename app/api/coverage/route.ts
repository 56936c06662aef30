import { getCoverage } from "@/server/taps/taps-rest";
import { webServices } from "@/server/web-services";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return getCoverage(request, webServices());
}
