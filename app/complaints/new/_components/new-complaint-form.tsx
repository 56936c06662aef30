"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Controller, type Resolver, useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/react";
import { PriorityChoice } from "@/components/complaints/priority-choice";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { SelectField } from "@/components/ui/select-field";
import { TextArea } from "@/components/ui/text-area";
import { type CreateInput, createInput } from "@/server/complaints/command-inputs";
import { TARGET_HOURS } from "@/server/complaints/targets";
import { LANGUAGES, LONGEST } from "@/server/complaints/words";
import { useRequestKey } from "../../_components/request-key";
import { useDraft } from "../../_components/use-draft";
import { useFieldProblem } from "../../_components/use-field-problem";

/** As the fields hold it: an empty text where nothing was given. */
interface Values extends Omit<CreateInput, "customer"> {
  customer: { name: string; email: string; language: string };
}

const EMPTY: Values = {
  userId: "",
  title: "",
  description: "",
  priority: "MEDIUM",
  category: "",
  customer: { name: "", email: "", language: "" },
};

/** What the form asks for: nothing is said about the customer where nothing was filled in. */
function askedBy({ customer, ...what }: Values): unknown {
  const told = Object.entries(customer).filter(([, value]) => value.trim() !== "");
  return told.length > 0 ? { ...what, customer: Object.fromEntries(told) } : what;
}

const check = zodResolver(createInput);
const resolver: Resolver<Values, unknown, CreateInput> = (values, context, options) =>
  check(askedBy(values) as CreateInput, context, options as never) as never;

/** Files a complaint, checked by the schema of the API. What is typed survives a reload. */
export default function NewComplaintForm() {
  const t = useTranslations("complaint.new");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const categories = useQuery(trpc.complaints.categories.queryOptions());
  const problem = useFieldProblem();
  const keyOf = useRequestKey();
  const form = useForm<Values, unknown, CreateInput>({ defaultValues: EMPTY, resolver });
  const forget = useDraft("complaint.new", form);
  const create = useMutation(
    trpc.complaints.create.mutationOptions({
      onSuccess: ({ view, people }) => {
        forget();
        const lag = { behind: 0, lagSeconds: 0, rebuilding: false };
        queries.setQueryData(trpc.complaints.one.queryKey({ id: view.id }), { view, people, lag });
        void queries.invalidateQueries(trpc.complaints.list.infiniteQueryFilter());
        void queries.invalidateQueries(trpc.complaints.counts.queryFilter());
        router.push(`/complaints/${encodeURIComponent(view.id)}`);
      },
    }),
  );
  const { register, control, handleSubmit, formState, reset } = form;
  const { errors, isDirty, submitCount } = formState;
  const wrong = Object.keys(errors).length;
  const sent = create.isPending || create.isSuccess;
  return (
    <form
      noValidate
      method="post"
      onSubmit={handleSubmit((what) => create.mutate({ ...what, key: keyOf(what) }))}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
      className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-4 md:p-5"
    >
      <Field
        label={t("userId")}
        hint={t("userIdHint")}
        autoComplete="off"
        autoFocus
        error={problem(errors.userId)}
        {...register("userId")}
      />
      <Field
        label={t("titleField")}
        hint={t("titleHint")}
        autoComplete="off"
        error={problem(errors.title, LONGEST.title)}
        {...register("title")}
      />
      <TextArea
        label={t("description")}
        error={problem(errors.description, LONGEST.description)}
        {...register("description")}
      />
      <Controller
        control={control}
        name="priority"
        render={({ field }) => (
          <PriorityChoice hours={TARGET_HOURS} value={field.value} onChange={field.onChange} />
        )}
      />
      <div>
        <Field
          label={t("category")}
          hint={t("categoryHint")}
          autoComplete="off"
          list="categories"
          error={problem(errors.category, LONGEST.category)}
          {...register("category")}
        />
        <datalist id="categories">
          {categories.data?.map((category) => (
            <option key={category} value={category} />
          ))}
        </datalist>
      </div>
      <fieldset className="flex flex-col gap-3 rounded-md border border-line p-3">
        <legend className="px-1 text-sm font-medium">{t("contact")}</legend>
        <p className="text-xs text-muted">{t("contactHint")}</p>
        <div className="grid gap-3 sm:grid-cols-3">
          <Field
            label={t("name")}
            autoComplete="off"
            error={problem(errors.customer?.name)}
            {...register("customer.name")}
          />
          <Field
            label={t("email")}
            type="email"
            autoComplete="off"
            error={problem(errors.customer?.email, 254)}
            {...register("customer.email")}
          />
          <SelectField
            label={t("language")}
            options={[
              { value: "", label: t("anyLanguage") },
              ...LANGUAGES.map((value) => ({ value, label: { en: "English", fr: "Français" }[value] })),
            ]}
            {...register("customer.language")}
          />
        </div>
      </fieldset>
      <FormProblem>
        {create.error
          ? t("failed", { error: create.error.message })
          : submitCount > 0 && wrong > 0
            ? t("errors", { count: wrong })
            : null}
      </FormProblem>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" look="primary" disabled={sent} aria-keyshortcuts="Control+Enter">
          {t(sent ? "filing" : "file")}
        </Button>
        <Button
          onClick={() => {
            reset(EMPTY);
            forget();
          }}
          disabled={!isDirty || sent}
        >
          {t("discard")}
        </Button>
        <p role="status" className="text-xs text-muted">
          {isDirty && t("draft")}
        </p>
      </div>
    </form>
  );
}
