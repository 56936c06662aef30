import { postImportAll } from "@/server/quarantine/quarantine-rest";
import { webServices } from "@/server/web-services";

export function POST(): Promise<Response> {
  return postImportAll(webServices());
}
