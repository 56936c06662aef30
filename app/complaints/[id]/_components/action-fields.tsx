"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Controller, type UseFormReturn } from "react-hook-form";
import { useMe } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { PriorityChoice } from "@/components/complaints/priority-choice";
import { Field } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select-field";
import { TextArea } from "@/components/ui/text-area";
import { TARGET_HOURS } from "@/server/complaints/targets";
import { LONGEST } from "@/server/complaints/words";
import { useFieldProblem } from "../../_components/use-field-problem";
import type { ActionKind } from "./action-kinds";
import type { ActionValues } from "./send-action";

interface Props {
  kind: ActionKind;
  form: UseFormReturn<ActionValues>;
}

/** The fields of an action's form. */
export function ActionFields({ kind, form }: Props) {
  const t = useTranslations("complaint.form");
  const problem = useFieldProblem();
  const { register, control, formState } = form;
  const { errors } = formState;
  switch (kind) {
    case "assign":
    case "reassign":
      return <AssigneeField form={form} />;
    case "resolve":
      return (
        <TextArea
          label={t("resolution")}
          hint={t("resolutionHint")}
          error={problem(errors.resolution, LONGEST.comment)}
          {...register("resolution")}
        />
      );
    case "comment":
      return (
        <TextArea
          label={t("text")}
          hint={t("textHint")}
          error={problem(errors.text, LONGEST.comment)}
          {...register("text")}
        />
      );
    case "reopen":
    case "requireCompensation":
      return (
        <TextArea
          label={t("reason")}
          hint={t(kind === "reopen" ? "reopenHint" : "compensationHint")}
          error={problem(errors.reason, LONGEST.reason)}
          {...register("reason")}
        />
      );
    case "changePriority":
      return (
        <Controller
          control={control}
          name="priority"
          render={({ field }) => (
            <PriorityChoice hours={TARGET_HOURS} value={field.value ?? "LOW"} onChange={field.onChange} />
          )}
        />
      );
    case "start":
      return <p className="text-sm">{t("startQuestion")}</p>;
    case "close":
      return <p className="text-sm">{t("closeQuestion")}</p>;
  }
}

/** People who handle complaints, the reader first: also before the others are known. Where they cannot be listed, an id. */
function AssigneeField({ form: { control, formState } }: Pick<Props, "form">) {
  const t = useTranslations("complaint.form");
  const words = useTranslations("complaints");
  const problem = useFieldProblem();
  const trpc = useTRPC();
  const me = useMe();
  const known = useQuery(trpc.complaints.assignees.queryOptions());
  const error = problem(formState.errors.assignedTo);
  const others = (known.data ?? []).filter(({ id }) => id !== me?.id);
  const options = [
    { value: "", label: t("chooseAssignee") },
    ...(me ? [{ value: me.id, label: `${me.name} (${words("you")})` }] : []),
    ...others.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Controller
      control={control}
      name="assignedTo"
      // The form holds the value, not the list: that one comes later.
      render={({ field: { value = "", ...field } }) =>
        known.isError ? (
          <Field label={t("assignedTo")} error={error} value={value} {...field} />
        ) : (
          <SelectField label={t("assignedTo")} error={error} options={options} value={value} {...field} />
        )
      }
    />
  );
}
