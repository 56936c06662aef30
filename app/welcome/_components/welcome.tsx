"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DoorPage } from "@/components/frame/door-page";
import { Field } from "@/components/ui/field";
import { Form, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import type { FurtherRole } from "@/server/access/roles";
import { isWeakPassword, MAX_PASSWORD, MIN_PASSWORD } from "@/server/access/weak-password";
import { postAuth } from "../../_access/post-auth";
import { useTRPC } from "../../_trpc/react";
import { MoreRoles } from "./more-roles";

/** Who somebody is, where that is not known yet, and the password that they want. Then they are signed in. */
export function Welcome({ token, user }: { token: string; user: { name: string; email: string } | null }) {
  const t = useTranslations("welcome");
  const trpc = useTRPC();
  const [weak, setWeak] = useState(false);
  const [roles, setRoles] = useState<FurtherRole[]>(["operator", "agent"]);
  const accept = useMutation(trpc.access.acceptWelcome.mutationOptions());
  const fields = accept.error?.data?.fields;

  async function submit(form: HTMLFormElement) {
    const given = new FormData(form);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    const password = String(given.get("password"));
    setWeak(isWeakPassword(password));
    if (isWeakPassword(password)) return;
    const who = user ? {} : { name: text("name"), email: text("email"), roles };
    const { email } = await accept.mutateAsync({ token, password, ...who });
    // A user with a second factor has that asked for on the sign-in page; any trouble is told there, too.
    const answer = await postAuth("/sign-in/email", { email, password });
    const signedIn = answer.ok && answer.body.twoFactorRedirect !== true;
    window.location.assign(signedIn ? "/" : "/sign-in");
  }

  return (
    <DoorPage
      title={user ? t("setPassword") : t("firstAdmin")}
      intro={user ? t("setPasswordIntro", { name: user.name, email: user.email }) : t("firstAdminIntro")}
    >
      <Form onSubmit={(form) => submit(form).catch(() => {})}>
        {user ? (
          // Tells the browser's password keeper whose password this is.
          <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
        ) : (
          <>
            <Field label={t("name")} name="name" autoComplete="name" required maxLength={100} />
            <Field
              label={t("email")}
              name="email"
              type="email"
              autoComplete="username"
              required
              maxLength={254}
              error={fields?.email ? t("emailTaken") : null}
            />
          </>
        )}
        <Field
          label={t("password")}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={MIN_PASSWORD}
          maxLength={MAX_PASSWORD}
          hint={t("passwordHint", { least: MIN_PASSWORD })}
          error={weak ? t("weak") : null}
        />
        {!user && <MoreRoles chosen={roles} onChange={setRoles} />}
        <FormProblem>{accept.error && !fields?.email && t(problemOf(accept.error.data?.code))}</FormProblem>
        <SubmitButton disabled={accept.isPending || accept.isSuccess}>
          {accept.isPending || accept.isSuccess ? t("busy") : t("submit")}
        </SubmitButton>
      </Form>
    </DoorPage>
  );
}

function problemOf(code: string | undefined): "gone" | "invalid" | "failed" {
  if (code === "NOT_FOUND") return "gone";
  return code === "BAD_REQUEST" ? "invalid" : "failed";
}
