"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-problem";
import { type AuthAnswer, postAuth } from "../../_access/post-auth";
import { useProblemText } from "../../_access/use-problem-text";

/** The way in by the identity provider: its page, and back. */
export function OidcButton({ next }: { next: string }) {
  const t = useTranslations("signIn");
  const problem = useProblemText();
  const [answer, setAnswer] = useState<AuthAnswer | null>(null);
  const [busy, setBusy] = useState(false);

  async function go() {
    setBusy(true);
    const result = await postAuth("/sign-in/social", { provider: "oidc", callbackURL: next });
    setAnswer(result);
    if (result.ok && typeof result.body.url === "string") window.location.assign(result.body.url);
    else setBusy(false);
  }

  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      <FormProblem>{problem(answer)}</FormProblem>
      <Button disabled={busy} onClick={() => void go()}>
        {t("oidc")}
      </Button>
    </div>
  );
}
