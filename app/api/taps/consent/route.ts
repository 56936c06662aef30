import { door } from "@/server/http/door";
import { postConsent } from "@/server/taps/taps-rest";

export function POST(request: Request): Promise<Response> {
  return door("POST /api/taps/consent", request, (visit) => postConsent(request, visit));
}
