"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Form, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import { type AuthAnswer, postAuth } from "../../_access/post-auth";
import { useProblemText } from "../../_access/use-problem-text";

/** The first step. */
export function PasswordForm({ onDone, onCode }: { onDone: () => void; onCode: () => void }) {
  const t = useTranslations("signIn");
  const problem = useProblemText();
  const [answer, setAnswer] = useState<AuthAnswer | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(form: HTMLFormElement) {
    const given = new FormData(form);
    setBusy(true);
    const result = await postAuth("/sign-in/email", {
      email: String(given.get("email")).trim(),
      password: String(given.get("password")),
    });
    setAnswer(result);
    if (!result.ok) setBusy(false);
    else if (result.body.twoFactorRedirect === true) onCode();
    else onDone();
  }

  return (
    <Form onSubmit={submit}>
      <Field label={t("email")} name="email" type="email" autoComplete="username" required maxLength={254} />
      <Field
        label={t("password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        maxLength={128}
      />
      <FormProblem>{problem(answer)}</FormProblem>
      <SubmitButton disabled={busy}>{busy ? t("busy") : t("submit")}</SubmitButton>
    </Form>
  );
}
