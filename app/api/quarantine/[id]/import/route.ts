import { postImport } from "@/server/quarantine/quarantine-rest";
import { webServices } from "@/server/web-services";

export async function POST(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  return postImport((await params).id, webServices());
}
