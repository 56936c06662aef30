import { clientAddress } from "@/server/http/gateway";
import type { ActionToRecord, By } from "@/server/operator-actions/action";
import { recordAction } from "@/server/operator-actions/record-action";
import type { AccessServices } from "./auth-options";
import type { AuthPath } from "./auth-paths";
import type { LiveSession } from "./identify";

/** What was asked of `/api/auth`, and what came of it. */
export interface Asked {
  path: AuthPath;
  request: Request;
  /** Who was signed in before. */
  session: LiveSession | null;
  /** The e-mail that was tried. */
  account: string | null;
  answer: Response;
}

/** Records who came in, was not let in, went, or changed how they come in. */
export async function recordAuth(services: AccessServices, asked: Asked): Promise<void> {
  const action = await actionOf(services, asked);
  if (action) await recordAction(services.prisma, action);
}

async function actionOf(services: AccessServices, asked: Asked): Promise<ActionToRecord | null> {
  const { session, answer, path } = asked;
  const worked = answer.status < 400 && !isRefusalByRedirect(answer);
  const outcome = worked ? "done" : "refused";
  switch (path) {
    case "POST /sign-in/social":
      return null;
    case "POST /sign-in/email":
    case "GET /callback/oidc":
      return signIn(services, asked, worked);
    case "POST /two-factor/verify-totp":
    case "POST /two-factor/verify-backup-code":
      if (!session) return signIn(services, asked, worked);
      return session.user.twoFactorEnabled ? null : own(asked, session, "second-factor.enabled", outcome);
    case "POST /sign-out":
      return session && own(asked, session, "session.signed-out", outcome);
    case "POST /change-password":
      return session && own(asked, session, "password.changed", outcome);
    case "POST /two-factor/disable":
      return session && own(asked, session, "second-factor.disabled", outcome);
    case "POST /two-factor/enable":
    case "POST /two-factor/generate-backup-codes":
      return session && own(asked, session, "user.changed", outcome, { part: "second factor" });
  }
}

/** The callback of the provider tells a refusal by where it sends the browser. */
const isRefusalByRedirect = (answer: Response): boolean =>
  /[?&]error=/.test(answer.headers.get("location") ?? "");

async function signIn(
  { prisma }: AccessServices,
  { path, request, account, answer }: Asked,
  worked: boolean,
): Promise<ActionToRecord | null> {
  const detail = { way: path.slice(path.indexOf("/") + 1) };
  const from = clientAddress(request.headers);
  const token = newSessionToken(answer);
  // The password was right and a second factor is asked for: nobody is in yet.
  if (worked && token === null) return null;
  const made =
    token === null
      ? null
      : await prisma.session.findUnique({
          where: { token },
          select: { id: true, user: { select: { id: true, name: true } } },
        });
  const by: By = made
    ? { actor: { kind: "user", ...made.user }, from }
    : { actor: { kind: "nobody", id: null, name: account || "(unknown)" }, from };
  const target = { type: "user", id: made?.user.id ?? (account || "(unknown)") } as const;
  return { by, action: "session.signed-in", target, outcome: made ? "done" : "refused", detail };
}

function own(
  { request }: Asked,
  { user: { id, name } }: LiveSession,
  action: ActionToRecord["action"],
  outcome: ActionToRecord["outcome"],
  detail?: unknown,
): ActionToRecord {
  const by: By = { actor: { kind: "user", id, name }, from: clientAddress(request.headers) };
  return { by, action, target: { type: "user", id }, outcome, detail };
}

/** The token in the cookie that an answer sets; null when it sets none. */
function newSessionToken(answer: Response): string | null {
  for (const cookie of answer.headers.getSetCookie()) {
    const value = /^[^=]*sillage\.session_token=([^;]+)/.exec(cookie)?.[1];
    if (value) return decodeURIComponent(value).split(".")[0]!;
  }
  return null;
}
