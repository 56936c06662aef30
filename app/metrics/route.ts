import { getMetrics } from "@/server/status/status-rest";
import { webServices } from "@/server/web-services";

export const dynamic = "force-dynamic";

export function GET(): Promise<Response> {
  return getMetrics(webServices());
}
