import { door } from "@/server/http/door";
import { deleteDefinition, getDefinition, putDefinitionAt } from "@/server/sagas/definitions-rest";

export const dynamic = "force-dynamic";

interface Named {
  params: Promise<{ name: string }>;
}

export async function GET(request: Request, { params }: Named) {
  const { name } = await params;
  return door("GET /api/sagas/definitions/{name}", request, (visit) => getDefinition(name, visit));
}

export async function PUT(request: Request, { params }: Named) {
  const { name } = await params;
  return door("PUT /api/sagas/definitions/{name}", request, (visit) => putDefinitionAt(name, request, visit));
}

export async function DELETE(request: Request, { params }: Named) {
  const { name } = await params;
  return door("DELETE /api/sagas/definitions/{name}", request, (visit) =>
    deleteDefinition(name, request, visit),
  );
}
