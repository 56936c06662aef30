/**
 * The requests of better-auth that this server answers, below /api/auth: what sets or ends a cookie. All else that the
 * library could do is shut, and has its own procedure where it is wanted (access-router.ts).
 */
export const AUTH_PATHS = {
  "POST /sign-in/email": "anybody",
  "POST /sign-in/social": "anybody",
  "GET /callback/oidc": "anybody",
  "POST /sign-out": "anybody",
  "POST /two-factor/verify-totp": "anybody",
  "POST /two-factor/verify-backup-code": "anybody",
  "POST /two-factor/enable": "own-account",
  "POST /two-factor/disable": "own-account",
  "POST /two-factor/generate-backup-codes": "own-account",
  "POST /change-password": "own-account",
} as const satisfies Record<string, "anybody" | "own-account">;

export type AuthPath = keyof typeof AUTH_PATHS;

/** The entry for a request; null when it is none of these. */
export function authPathOf(method: string, pathname: string): AuthPath | null {
  const path = `${method} ${pathname.replace(/^\/api\/auth/, "")}`;
  return Object.hasOwn(AUTH_PATHS, path) ? (path as AuthPath) : null;
}
