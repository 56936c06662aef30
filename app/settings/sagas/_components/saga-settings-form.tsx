"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { useToast } from "@/components/ui/toast";

const HOUR_MS = 3_600_000;

/** How sagas are told apart and how long is too long. Says what a change costs before it is made. */
export function SagaSettingsForm({ mayManage }: { mayManage: boolean }) {
  const t = useTranslations("sagaSettings");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const say = useToast();
  const settings = useQuery(trpc.sagas.settings.queryOptions(undefined, { retry: false }));
  const [written, setWritten] = useState<Record<string, string>>({});
  const save = useMutation(
    trpc.sagas.setSettings.mutationOptions({
      onSuccess: () => {
        setWritten({});
        say(t("settingsSaved"));
        return queries.invalidateQueries(trpc.sagas.settings.queryFilter());
      },
    }),
  );
  if (!settings.data) return null;
  const { settings: now, rebuilding } = settings.data;
  const shown = {
    silence: written.silence ?? String(now.silenceMs / HOUR_MS),
    multiple: written.multiple ?? String(now.stuckMultiple),
    floor: written.floor ?? String(now.stuckFloorMs / 1_000),
    anchors: written.anchors ?? now.anchors.join(", "),
  };
  const next = {
    silenceMs: Math.round(Number(shown.silence) * HOUR_MS),
    stuckMultiple: Number(shown.multiple),
    stuckFloorMs: Math.round(Number(shown.floor) * 1_000),
    anchors: shown.anchors
      .split(",")
      .map((noun) => noun.trim())
      .filter((noun) => noun !== ""),
  };
  const changed = JSON.stringify({ ...now, ...next }) !== JSON.stringify(now);
  const regrouped = next.silenceMs !== now.silenceMs || next.anchors.join() !== now.anchors.join();
  const field = (name: keyof typeof shown) => ({
    label: t(`field.${name}`),
    hint: t(`hint.${name}`),
    value: shown[name],
    disabled: !mayManage,
    onChange: (event: { target: { value: string } }) =>
      setWritten((before) => ({ ...before, [name]: event.target.value })),
  });
  return (
    <div className="flex flex-col gap-3">
      {rebuilding && <p className="rounded-md bg-accent-soft px-3 py-2 text-sm">{t("rebuilding")}</p>}
      <Field {...field("multiple")} inputMode="decimal" autoComplete="off" />
      <Field {...field("floor")} inputMode="numeric" autoComplete="off" />
      <Field {...field("silence")} inputMode="decimal" autoComplete="off" />
      <TextArea {...field("anchors")} spellCheck={false} />
      {mayManage && (
        <div>
          <ConfirmDialog
            title={t("settingsTitle")}
            consequences={[t(regrouped ? "settingsRebuild" : "settingsJudged")]}
            confirmLabel={t("settingsConfirm")}
            onConfirm={(reason) => save.mutateAsync({ ...next, ...(reason !== undefined && { reason }) })}
            trigger={
              <Button look="primary" disabled={!changed}>
                {t("settingsSave")}
              </Button>
            }
          />
        </div>
      )}
    </div>
  );
}
