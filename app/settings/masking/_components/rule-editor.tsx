"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { Preview, type PreviewSource } from "@/components/masking/preview";
import { RuleFields, type WrittenRule } from "@/components/masking/rule-fields";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-problem";
import { useToast } from "@/components/ui/toast";
import type { MaskingRuleOutput } from "@/server/masking/masking-schemas";

const NEW_RULE: WrittenRule = { by: "name", pattern: "", effect: "mask", vhost: "", exchanges: "" };
const RECENT = 20;

/** Writes a rule, new or changed, and shows what it would do to a text or to a message before it counts. */
export function RuleEditor({
  changed,
  onDone,
}: {
  /** The rule that is changed; null for a new one. */
  changed: MaskingRuleOutput | null;
  /** It was kept, or left as it was. */
  onDone: () => void;
}) {
  const t = useTranslations("masking");
  const trpc = useTRPC();
  const say = useToast();
  const [rule, setRule] = useState(() => (changed ? asWritten(changed) : NEW_RULE));
  const [source, setSource] = useState<PreviewSource>({ from: "text", text: "" });
  const kept = {
    onSuccess: () => {
      setRule(NEW_RULE);
      say(t(changed ? "changed" : "added"));
      onDone();
    },
  };
  const add = useMutation(trpc.masking.add.mutationOptions(kept));
  const change = useMutation(trpc.masking.change.mutationOptions(kept));
  const { error, isPending } = changed ? change : add;
  const recent = useQuery(
    trpc.audit.search.queryOptions({ limit: RECENT }, { enabled: source.from === "message", retry: false }),
  );
  const tried = useDeferredValue(rule);
  const of =
    source.from === "text"
      ? source.text.trim() === ""
        ? null
        : { text: source.text }
      : source.id && { id: source.id };
  const preview = useQuery(
    trpc.masking.preview.queryOptions(
      { of: of || { text: "" }, ...(tried.pattern.trim() === "" ? {} : { rule: written(tried) }) },
      { enabled: Boolean(of), retry: false, placeholderData: (known) => known },
    ),
  );
  return (
    <form
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) change.mutate({ id: changed.id, ...written(rule) });
        else add.mutate(written(rule));
      }}
    >
      <h3 className="font-semibold">{changed ? t("change", { pattern: changed.pattern }) : t("add")}</h3>
      <RuleFields value={rule} onChange={setRule} problem={problemOf(error)} />
      <Preview
        source={source}
        onSource={setSource}
        recent={recent.data?.items ?? []}
        result={of ? preview.data : undefined}
        problem={of && preview.error ? preview.error.message : null}
      />
      <FormProblem>{error && !problemOf(error) && error.message}</FormProblem>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={isPending || rule.pattern.trim() === ""}>
          {t(changed ? "keepChange" : "addThis")}
        </Button>
        {changed && <Button onClick={onDone}>{t("leave")}</Button>}
      </div>
    </form>
  );
}

/** As the server takes it: no virtual host and no exchanges are all of them. */
function written({ vhost, exchanges, ...rule }: WrittenRule) {
  return {
    ...rule,
    pattern: rule.pattern.trim(),
    vhost: vhost.trim() === "" ? null : vhost.trim(),
    exchanges: exchanges.trim() === "" ? null : exchanges.trim(),
  };
}

function asWritten({ id: _, vhost, exchanges, ...rule }: MaskingRuleOutput): WrittenRule {
  return { ...rule, vhost: vhost ?? "", exchanges: exchanges ?? "" };
}

function problemOf(
  error: { data?: { fields?: Record<string, string> | undefined } | null } | null,
): string | null {
  return error?.data?.fields?.pattern ?? null;
}
