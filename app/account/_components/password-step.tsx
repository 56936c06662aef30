"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Form, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import { type AuthAnswer, postAuth } from "../../_access/post-auth";
import { useProblemText } from "../../_access/use-problem-text";

/** Asks for the password before the second factor changes: an open browser alone must not be enough. */
export function PasswordStep({
  path,
  onDone,
}: {
  path: string;
  onDone: (body: Record<string, unknown>) => void;
}) {
  const t = useTranslations("account");
  const problem = useProblemText();
  const [answer, setAnswer] = useState<AuthAnswer | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(form: HTMLFormElement) {
    setBusy(true);
    const result = await postAuth(path, { password: String(new FormData(form).get("password")) });
    setAnswer(result);
    setBusy(false);
    if (result.ok) onDone(result.body);
  }

  return (
    <Form onSubmit={submit}>
      <Field
        label={t("currentPassword")}
        name="password"
        type="password"
        autoComplete="current-password"
        autoFocus
        required
      />
      <FormProblem>{problem(answer)}</FormProblem>
      <div>
        <SubmitButton disabled={busy}>{t("continue")}</SubmitButton>
      </div>
    </Form>
  );
}
