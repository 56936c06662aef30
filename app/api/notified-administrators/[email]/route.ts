import { door } from "@/server/http/door";
import { deleteAdministrator, putAdministratorByEmail } from "@/server/notifications/notifications-rest";

export const dynamic = "force-dynamic";

interface Route {
  params: Promise<{ email: string }>;
}

export async function PUT(request: Request, { params }: Route): Promise<Response> {
  const { email } = await params;
  return door("PUT /api/notified-administrators/{email}", request, (visit) =>
    putAdministratorByEmail(email, request, visit),
  );
}

export async function DELETE(request: Request, { params }: Route): Promise<Response> {
  const { email } = await params;
  return door("DELETE /api/notified-administrators/{email}", request, (visit) =>
    deleteAdministrator(email, visit),
  );
}
