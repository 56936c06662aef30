import { postConsent } from "@/server/taps/taps-rest";
import { webServices } from "@/server/web-services";

export function POST(request: Request): Promise<Response> {
  return postConsent(request, webServices());
}
