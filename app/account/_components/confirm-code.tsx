"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { QrCode } from "@/components/access/qr-code";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Form, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import { type AuthAnswer, postAuth } from "../../_access/post-auth";
import { useProblemText } from "../../_access/use-problem-text";

/** Shows the secret for the app, as a picture and as text, and asks for the first code: only then it counts. */
export function ConfirmCode({ uri, onDone }: { uri: string; onDone: () => void }) {
  const t = useTranslations("account");
  const problem = useProblemText();
  const [answer, setAnswer] = useState<AuthAnswer | null>(null);
  const [busy, setBusy] = useState(false);
  const secret = new URL(uri).searchParams.get("secret") ?? "";

  async function submit(form: HTMLFormElement) {
    setBusy(true);
    const code = String(new FormData(form).get("code")).replace(/\s/g, "");
    const result = await postAuth("/two-factor/verify-totp", { code });
    setAnswer(result);
    setBusy(false);
    if (result.ok) onDone();
  }

  return (
    <Form onSubmit={submit}>
      <p className="text-sm">{t("scan")}</p>
      <QrCode text={uri} label={t("qrCode")} />
      <div className="flex items-center gap-1 text-sm">
        <code className="min-w-0 break-all" data-testid="totp-secret">
          {secret}
        </code>
        <CopyButton text={secret} label={t("copySecret")} />
      </div>
      <Field
        label={t("code")}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        maxLength={12}
      />
      <FormProblem>{problem(answer)}</FormProblem>
      <div>
        <SubmitButton disabled={busy}>{t("turnOn")}</SubmitButton>
      </div>
    </Form>
  );
}
