import { postExclusion } from "@/server/taps/taps-rest";
import { webServices } from "@/server/web-services";

export function POST(request: Request): Promise<Response> {
  return postExclusion(request, true, webServices());
}
