import { putCustody } from "@/server/dead-letters/dead-letters-rest";
import { door } from "@/server/http/door";

interface Named {
  params: Promise<{ vhost: string; name: string }>;
}

export async function PUT(request: Request, { params }: Named) {
  const queue = await params;
  return door("PUT /api/dead-letters/queues/{vhost}/{name}/custody", request, (visit) =>
    putCustody(request, visit, queue),
  );
}
