"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DoorPage } from "@/components/frame/door-page";
import { FormProblem } from "@/components/ui/form-problem";
import { CodeForm } from "./code-form";
import { OidcButton } from "./oidc-button";
import { PasswordForm } from "./password-form";

/** E-mail and password, then the second factor of who has one. The page that comes is loaded whole: another person sees it. */
export function SignIn({
  next,
  oidc,
  refusal,
}: {
  next: string;
  /** Whether there is an identity provider. */
  oidc: boolean;
  /** Why its answer let nobody in. */
  refusal: "noRole" | "notLinked" | "provider" | null;
}) {
  const t = useTranslations("signIn");
  const [step, setStep] = useState<"password" | "code">("password");
  const done = () => window.location.assign(next);
  return step === "password" ? (
    <DoorPage title={t("title")} intro={t("intro")}>
      <div className="flex flex-col gap-4">
        {refusal && <FormProblem>{t(`refusal.${refusal}`)}</FormProblem>}
        <PasswordForm onDone={done} onCode={() => setStep("code")} />
        {oidc && <OidcButton next={next} />}
      </div>
    </DoorPage>
  ) : (
    <DoorPage title={t("codeTitle")} intro={t("codeIntro")}>
      <CodeForm onDone={done} onBack={() => setStep("password")} />
    </DoorPage>
  );
}
