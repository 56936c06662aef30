"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import { type AuthAnswer, postAuth } from "../../_access/post-auth";
import { useProblemText } from "../../_access/use-problem-text";

/** The second step: a code of the authenticator, or one of the backup codes. */
export function CodeForm({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const t = useTranslations("signIn");
  const problem = useProblemText();
  const [way, setWay] = useState<"totp" | "backup-code">("totp");
  const [answer, setAnswer] = useState<AuthAnswer | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(form: HTMLFormElement) {
    setBusy(true);
    const code = String(new FormData(form).get("code")).replace(/\s/g, "");
    const result = await postAuth(`/two-factor/verify-${way}`, { code });
    setAnswer(result);
    if (result.ok) onDone();
    else setBusy(false);
  }

  return (
    <Form onSubmit={submit}>
      {way === "totp" ? (
        <Field
          key="totp"
          label={t("code")}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          required
          maxLength={12}
        />
      ) : (
        <Field
          key="backup"
          label={t("backupCode")}
          name="code"
          autoComplete="off"
          autoFocus
          required
          maxLength={40}
        />
      )}
      <FormProblem>{problem(answer)}</FormProblem>
      <SubmitButton disabled={busy}>{busy ? t("busy") : t("submit")}</SubmitButton>
      <div className="flex flex-wrap justify-between gap-2">
        <Button look="quiet" onClick={onBack}>
          {t("back")}
        </Button>
        <Button look="quiet" onClick={() => setWay(way === "totp" ? "backup-code" : "totp")}>
          {way === "totp" ? t("useBackup") : t("useCode")}
        </Button>
      </div>
    </Form>
  );
}
