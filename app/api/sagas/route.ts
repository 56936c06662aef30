import { door } from "@/server/http/door";
import { getSagas } from "@/server/sagas/sagas-rest";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return door("GET /api/sagas", request, (visit) => getSagas(request, visit));
}
