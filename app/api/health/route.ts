import { getHealth } from "@/server/status/status-rest";

export const dynamic = "force-dynamic";

export function GET(): Response {
  return getHealth();
}
