import { door } from "@/server/http/door";
import { deleteCustomer, getCustomerById, putCustomerById } from "@/server/notifications/notifications-rest";

export const dynamic = "force-dynamic";

interface Route {
  params: Promise<{ id: string }>;
}

export async function GET(request: Request, { params }: Route): Promise<Response> {
  const { id } = await params;
  return door("GET /api/customers/{id}", request, (visit) => getCustomerById(id, visit));
}

export async function PUT(request: Request, { params }: Route): Promise<Response> {
  const { id } = await params;
  return door("PUT /api/customers/{id}", request, (visit) => putCustomerById(id, request, visit));
}

export async function DELETE(request: Request, { params }: Route): Promise<Response> {
  const { id } = await params;
  return door("DELETE /api/customers/{id}", request, (visit) => deleteCustomer(id, visit));
}
