import { postRelease } from "@/server/dead-letters/dead-letters-rest";
import { door } from "@/server/http/door";

interface Named {
  params: Promise<{ vhost: string; name: string }>;
}

export async function POST(request: Request, { params }: Named) {
  const queue = await params;
  return door("POST /api/dead-letters/queues/{vhost}/{name}/release", request, (visit) =>
    postRelease(request, visit, queue),
  );
}
