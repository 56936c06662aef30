/** What can be wrong with a request to sign in, or with one's own password or second factor: `signIn.problem.<name>`. */
export type AuthProblem =
  | "wrong"
  | "tooMany"
  | "code"
  | "again"
  | "weak"
  | "length"
  | "password"
  | "signedOut"
  | "unreachable"
  | "failed";

export type AuthAnswer =
  | { ok: true; body: Record<string, unknown> }
  | { ok: false; problem: AuthProblem /** Seconds. */; wait?: number };

const PROBLEMS: Record<string, AuthProblem> = {
  INVALID_EMAIL_OR_PASSWORD: "wrong",
  INVALID_EMAIL: "wrong",
  INVALID_CODE: "code",
  INVALID_BACKUP_CODE: "code",
  INVALID_TWO_FACTOR_COOKIE: "again",
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: "again",
  ACCOUNT_TEMPORARILY_LOCKED: "tooMany",
  INVALID_PASSWORD: "password",
  WEAK_PASSWORD: "weak",
  PASSWORD_TOO_SHORT: "length",
  PASSWORD_TOO_LONG: "length",
  UNAUTHORIZED: "signedOut",
};

/** Asks what sets or ends a cookie, below /api/auth. The server's code says what is wrong; its words are for programs. */
export async function postAuth(path: string, body: Record<string, unknown> = {}): Promise<AuthAnswer> {
  let response: Response;
  try {
    response = await fetch(`/api/auth${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    return { ok: false, problem: "unreachable" };
  }
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok) return { ok: true, body: answer };
  const wait = Number(response.headers.get("retry-after")) || undefined;
  if (response.status === 429) return { ok: false, problem: "tooMany", wait };
  const known = typeof answer.code === "string" && Object.hasOwn(PROBLEMS, answer.code);
  return { ok: false, problem: known ? PROBLEMS[answer.code as string]! : "failed" };
}
