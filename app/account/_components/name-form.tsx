"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Form, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import { useToast } from "@/components/ui/toast";
import { useTRPC } from "../../_trpc/react";

/** The name that others see. */
export function NameForm({ name }: { name: string }) {
  const t = useTranslations("account");
  const trpc = useTRPC();
  const router = useRouter();
  const toast = useToast();
  const rename = useMutation(
    trpc.access.rename.mutationOptions({
      onSuccess: () => {
        toast(t("nameChanged"));
        router.refresh();
      },
    }),
  );
  return (
    <Form
      className="max-w-sm"
      onSubmit={(form) => rename.mutate({ name: String(new FormData(form).get("name")) })}
    >
      <Field label={t("name")} name="name" defaultValue={name} autoComplete="name" required maxLength={100} />
      <FormProblem>{rename.error && t("failed")}</FormProblem>
      <div>
        <SubmitButton look="plain" disabled={rename.isPending}>
          {t("changeName")}
        </SubmitButton>
      </div>
    </Form>
  );
}
