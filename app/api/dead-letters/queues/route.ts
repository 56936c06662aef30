import { getQueues } from "@/server/dead-letters/dead-letters-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/dead-letters/queues", request, getQueues);
}
