import { answerAuth } from "@/server/access/auth-rest";

/** Signing in and out: what must set or end a cookie. */
export const GET = (request: Request) => answerAuth(request);
export const POST = (request: Request) => answerAuth(request);
