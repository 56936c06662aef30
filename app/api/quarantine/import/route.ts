import { door } from "@/server/http/door";
import { postImportAll } from "@/server/quarantine/quarantine-rest";

export function POST(request: Request): Promise<Response> {
  return door("POST /api/quarantine/import", request, postImportAll);
}
