import { getComplaints, postComplaint } from "@/server/complaints/complaints-rest";
import { door } from "@/server/http/door";

export const dynamic = "force-dynamic";

export async function GET(request: Request) {
  return door("GET /api/complaints", request, (visit) => getComplaints(request, visit));
}

export async function POST(request: Request) {
  return door("POST /api/complaints", request, (visit) => postComplaint(request, visit));
}
