"use client";

import { useTranslations } from "next-intl";
import { useGrantText } from "@/components/access/grant-text";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import type { Me } from "@/server/access/access-schemas";
import { NameForm } from "./name-form";
import { OwnSessions } from "./own-sessions";
import { PasswordForm } from "./password-form";
import { SecondFactor } from "./second-factor";

/** Somebody with an account. */
export type Owner = Me & { account: NonNullable<Me["account"]> };

/** One's own account, part by part. */
export function Account({ me }: { me: Owner }) {
  const t = useTranslations("account");
  const grantText = useGrantText();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-8 md:px-6">
      <div className="max-w-4xl">
        <h1 className="pt-4 text-lg font-semibold">{t("title")}</h1>
        <Section title={t("profile")} about={me.account.email}>
          <NameForm name={me.name} />
        </Section>
        <Section title={t("roles")} about={t("rolesAbout")}>
          {me.grants.length === 0 ? (
            <p className="text-sm text-muted">{t("noRoles")}</p>
          ) : (
            <ul aria-label={t("roles")} className="flex flex-wrap gap-1.5">
              {me.grants.map((grant) => (
                <li key={JSON.stringify(grant)}>
                  <Badge>{grantText(grant)}</Badge>
                </li>
              ))}
            </ul>
          )}
        </Section>
        {me.account.password && (
          <>
            <Section title={t("password")} about={t("passwordAbout")}>
              <PasswordForm email={me.account.email} />
            </Section>
            <Section title={t("secondFactor")} about={t("secondFactorAbout")}>
              <SecondFactor on={me.account.twoFactor} />
            </Section>
          </>
        )}
        <Section title={t("sessions")} about={t("sessionsAbout")}>
          <OwnSessions />
        </Section>
      </div>
    </div>
  );
}
