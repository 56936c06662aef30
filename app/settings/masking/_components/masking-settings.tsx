"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { DefaultList } from "@/components/masking/default-list";
import { RuleList } from "@/components/masking/rule-list";
import { FormProblem } from "@/components/ui/form-problem";
import { useToast } from "@/components/ui/toast";
import type { MaskingRuleOutput } from "@/server/masking/masking-schemas";
import { RuleEditor } from "./rule-editor";

/** The rules of this installation, the defaults, and a place to try a new one. */
export function MaskingSettings() {
  const t = useTranslations("masking");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const say = useToast();
  const [changed, setChanged] = useState<MaskingRuleOutput | null>(null);
  const rules = useQuery(trpc.masking.rules.queryOptions(undefined, { retry: false }));
  const again = () => queries.invalidateQueries(trpc.masking.rules.queryFilter());
  const toggle = useMutation(trpc.masking.switchDefault.mutationOptions({ onSettled: again }));
  const remove = useMutation(
    trpc.masking.remove.mutationOptions({ onSettled: again, onSuccess: () => say(t("removed")) }),
  );
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-8 md:px-6">
      <div className="flex max-w-4xl flex-col gap-8 pt-4">
        <header>
          <h1 className="text-lg font-semibold">{t("title")}</h1>
          <p className="mt-0.5 text-sm text-muted">{t("about")}</p>
        </header>
        <FormProblem>{rules.error && t("notRead")}</FormProblem>
        <section aria-labelledby="own-rules" className="flex flex-col gap-3">
          <h2 id="own-rules" className="font-semibold">
            {t("own")}
          </h2>
          {rules.data && (
            <RuleList
              rules={rules.data.rules}
              onChange={setChanged}
              onRemove={(rule, reason) => {
                if (rule.id === changed?.id) setChanged(null);
                return remove.mutateAsync({ id: rule.id, reason });
              }}
            />
          )}
          <RuleEditor
            key={changed?.id ?? "new"}
            changed={changed}
            onDone={() => {
              setChanged(null);
              void again();
            }}
          />
        </section>
        <section aria-labelledby="defaults" className="flex flex-col gap-3">
          <h2 id="defaults" className="font-semibold">
            {t("defaults")}
          </h2>
          <p className="text-sm text-muted">{t("defaultsAbout")}</p>
          <FormProblem>{toggle.error && t("failed")}</FormProblem>
          {rules.data && (
            <DefaultList
              defaults={rules.data.defaults}
              disabled={toggle.isPending}
              onSwitch={(id, on) => toggle.mutate({ id, on })}
            />
          )}
        </section>
      </div>
    </div>
  );
}
