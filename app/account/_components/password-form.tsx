"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Form, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import { useToast } from "@/components/ui/toast";
import { MAX_PASSWORD, MIN_PASSWORD } from "@/server/access/weak-password";
import { type AuthAnswer, postAuth } from "../../_access/post-auth";
import { useProblemText } from "../../_access/use-problem-text";
import { useTRPC } from "../../_trpc/react";

/** A new password: it ends the other sessions. */
export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("account");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const problem = useProblemText();
  const [answer, setAnswer] = useState<AuthAnswer | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(form: HTMLFormElement) {
    const given = new FormData(form);
    setBusy(true);
    const result = await postAuth("/change-password", {
      currentPassword: String(given.get("current")),
      newPassword: String(given.get("new")),
    });
    setAnswer(result);
    setBusy(false);
    if (!result.ok) return;
    form.reset();
    toast(t("passwordChanged"));
    await queries.invalidateQueries(trpc.access.sessions.queryFilter());
  }

  return (
    <Form className="max-w-sm" onSubmit={submit}>
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={t("currentPassword")}
        name="current"
        type="password"
        autoComplete="current-password"
        required
        maxLength={MAX_PASSWORD}
      />
      <Field
        label={t("newPassword")}
        name="new"
        type="password"
        autoComplete="new-password"
        required
        minLength={MIN_PASSWORD}
        maxLength={MAX_PASSWORD}
        hint={t("passwordHint", { least: MIN_PASSWORD })}
      />
      <FormProblem>{problem(answer)}</FormProblem>
      <div>
        <SubmitButton look="plain" disabled={busy}>
          {t("changePassword")}
        </SubmitButton>
      </div>
    </Form>
  );
}
