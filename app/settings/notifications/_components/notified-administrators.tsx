"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DayAndTime } from "@/components/ui/day-and-time";
import { Field } from "@/components/ui/field";
import { Form, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import { SelectField } from "@/components/ui/select-field";
import { useToast } from "@/components/ui/toast";
import { VisibleText } from "@/components/ui/visible-text";
import { LANGUAGES, type Language } from "@/server/complaints/words";
import { useTRPC } from "../../../_trpc/react";
import { SettingsPage } from "../../_components/settings-page";

/** The addresses of administrators who are told, a way to add one, and to remove one. */
export function NotifiedAdministrators() {
  const t = useTranslations("notificationSettings");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const [removed, setRemoved] = useState<string | null>(null);
  const list = useQuery(trpc.notifiedAdministrators.list.queryOptions(undefined, { retry: false }));
  const again = () => queries.invalidateQueries(trpc.notifiedAdministrators.list.queryFilter());
  const put = useMutation(trpc.notifiedAdministrators.put.mutationOptions());
  const remove = useMutation(trpc.notifiedAdministrators.remove.mutationOptions());
  const items = list.data?.items ?? [];
  return (
    <SettingsPage title={t("title")} about={t("about")}>
      <FormProblem>{list.error && t("notRead")}</FormProblem>
      {list.isSuccess && items.length === 0 ? (
        <p className="text-sm text-muted">{t("none")}</p>
      ) : (
        <ul aria-label={t("list")} className="divide-y divide-line border-y border-line">
          {items.map(({ email, language, addedAt }) => (
            <li key={email} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5 text-sm">
              <div className="min-w-0 flex-1 basis-60">
                <VisibleText value={email} className="font-medium [overflow-wrap:anywhere]" />
                <p className="text-xs text-muted">
                  {t("languageName", { language })} · {t("since")} <DayAndTime value={addedAt} />
                </p>
              </div>
              <Button onClick={() => setRemoved(email)} aria-label={t("removeNamed", { email })}>
                {t("remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <section aria-label={t("add")} className="rounded-lg border border-line bg-surface p-4">
        <h2 className="mb-3 text-base font-semibold">{t("add")}</h2>
        <Form
          onSubmit={(form) => {
            const given = new FormData(form);
            put.mutate(
              {
                email: String(given.get("email")).trim(),
                language: String(given.get("language")) as Language,
              },
              {
                onSuccess: () => {
                  form.reset();
                  toast(t("added"));
                  void again();
                },
              },
            );
          }}
        >
          <div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <Field label={t("email")} name="email" type="email" autoComplete="off" required maxLength={254} />
            <SelectField
              label={t("language")}
              name="language"
              options={LANGUAGES.map((value) => ({ value, label: t("languageName", { language: value }) }))}
            />
          </div>
          <FormProblem>{put.error && t("failed", { error: put.error.message })}</FormProblem>
          <div>
            <SubmitButton disabled={put.isPending}>{t("save")}</SubmitButton>
          </div>
        </Form>
      </section>
      {removed !== null && (
        <ConfirmDialog
          tone="bad"
          title={t("removeQuestion", { email: removed })}
          consequences={[t("removeResult")]}
          confirmLabel={t("remove")}
          open
          onOpenChange={(open) => !open && setRemoved(null)}
          onConfirm={async (reason) => {
            await remove.mutateAsync({ email: removed, reason }).catch((error: Error) => {
              throw new Error(t("failed", { error: error.message }));
            });
            toast(t("removed"));
            await again();
          }}
        />
      )}
    </SettingsPage>
  );
}
