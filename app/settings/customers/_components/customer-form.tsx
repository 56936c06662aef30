"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import { SelectField } from "@/components/ui/select-field";
import { LANGUAGES, type Language } from "@/server/complaints/words";
import type { CustomerEntry } from "@/server/notifications/directory-schemas";
import { useTRPC } from "../../../_trpc/react";

/** Says how a customer is reached: a new one, or other ways for one that is there. */
export function CustomerForm({
  customer,
  onClose,
  onSaved,
}: {
  customer: CustomerEntry | null;
  onClose: () => void;
  onSaved: () => void;
}) {
  const t = useTranslations("customers");
  const trpc = useTRPC();
  const put = useMutation(trpc.customers.put.mutationOptions({ onSuccess: onSaved }));
  return (
    <Dialog
      title={customer ? t("changeNamed", { id: customer.userId }) : t("add")}
      focusField
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <Form
        onSubmit={(form) => {
          const given = new FormData(form);
          const text = (name: string) => String(given.get(name) ?? "").trim();
          put.mutate({
            userId: customer?.userId ?? text("userId"),
            email: text("email"),
            name: text("name") || null,
            language: text("language") as Language,
          });
        }}
      >
        {customer === null && (
          <Field label={t("userId")} name="userId" autoComplete="off" required maxLength={200} />
        )}
        <Field
          label={t("email")}
          name="email"
          type="email"
          autoComplete="off"
          required
          maxLength={254}
          defaultValue={customer?.email}
        />
        <Field
          label={t("name")}
          name="name"
          autoComplete="off"
          maxLength={200}
          defaultValue={customer?.name ?? ""}
        />
        <SelectField
          label={t("language")}
          name="language"
          defaultValue={customer?.language ?? "en"}
          options={LANGUAGES.map((value) => ({ value, label: t("languageName", { language: value }) }))}
        />
        <FormProblem>{put.error && t("failed", { error: put.error.message })}</FormProblem>
        <div>
          <SubmitButton disabled={put.isPending}>{t("save")}</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
