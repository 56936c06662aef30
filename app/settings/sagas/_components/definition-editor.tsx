"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import TextEditor from "@/components/dead-letters/edit/text-editor";
import { DefinitionEffect } from "@/components/sagas/settings/definition-effect";
import { NEW_DEFINITION } from "@/components/sagas/settings/new-definition";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import { makeVisible } from "@/components/ui/visible-text";
import type { ShapeProblem } from "@/server/dead-letters/event-shape";
import type { DefinitionItem, DefinitionProblem } from "@/server/sagas/definition-schemas";

/** After the last key, in milliseconds. */
const PAUSE_MS = 500;
const NO_PROBLEMS: readonly DefinitionProblem[] = [];

/** Writes a definition as JSON, and says what is wrong with it, or what it would change, before it counts. */
export default function DefinitionEditor({
  item,
  mayManage,
  onDone,
}: {
  /** Null: a new one. */
  item: DefinitionItem | null;
  mayManage: boolean;
  /** It was kept, or left as it was. */
  onDone: () => void;
}) {
  const t = useTranslations("sagaSettings");
  const trpc = useTRPC();
  const say = useToast();
  const name = item?.name ?? "";
  const versions = useQuery(
    trpc.sagas.definitionVersions.queryOptions({ name }, { enabled: item !== null, retry: false }),
  );
  const [shown, setShown] = useState(String(item?.version ?? 0));
  const shownItem = versions.data?.items.find(({ version }) => String(version) === shown) ?? item;
  const initial = useMemo(
    () =>
      item === null
        ? NEW_DEFINITION
        : JSON.stringify(shownItem?.definition ?? lastOf(versions.data), null, 2),
    [item, shownItem, versions.data],
  );
  const [typed, setTyped] = useState<{ of: string; text: string } | null>(null);
  const [chosen, setChosen] = useState<ShapeProblem | null>(null);
  const text = typed?.of === initial ? typed.text : initial;

  const { mutate, data, variables } = useMutation(trpc.sagas.definitionPreview.mutationOptions());
  useEffect(() => {
    if (!mayManage) return;
    const timer = setTimeout(() => mutate({ text }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, mutate, mayManage]);
  const current = variables?.text === text ? (data ?? null) : null;
  const problems = useMemo(() => (data?.problems ?? NO_PROBLEMS).map(asShape), [data]);

  const save = useMutation(
    trpc.sagas.writeDefinition.mutationOptions({
      onSuccess: ({ version }) => {
        say(t("saved", { version }));
        onDone();
      },
    }),
  );
  const ready = current !== null && current.problems.length === 0;
  return (
    <section
      aria-label={item ? t("editNamed", { title: makeVisible(item.title) }) : t("add")}
      className="grid gap-3"
    >
      {(versions.data?.items.length ?? 0) > 1 && (
        <Select
          label={t("versions")}
          value={shown}
          onChange={setShown}
          options={versions.data!.items.map(({ version, state }) => ({
            value: String(version),
            label: `${version === 0 ? t("shipped") : t("version", { version })}${state === "removed" ? ` · ${t("state.removed")}` : ""}`,
          }))}
        />
      )}
      <div className="h-[50dvh] min-h-64 overflow-hidden rounded-lg border border-line bg-surface">
        <TextEditor
          key={initial}
          label={t("editor")}
          initial={initial}
          onChange={(changed) => setTyped({ of: initial, text: changed })}
          asJson
          problems={problems}
          say={({ said }) => makeVisible(said ?? "")}
          chosen={chosen}
        />
      </div>
      {mayManage && (
        <>
          <div aria-live="polite" className="rounded-lg border border-line bg-surface p-3">
            <DefinitionEffect
              preview={current ?? data ?? null}
              onChoose={(problem) => setChosen(asShape(problem))}
            />
          </div>
          <div className="flex flex-wrap gap-2">
            <ConfirmDialog
              title={t("saveTitle")}
              consequences={[t("saveVersion", { version: (item?.version ?? 0) + 1 }), t("saveJudged")]}
              confirmLabel={t("saveConfirm")}
              onConfirm={(reason) =>
                save.mutateAsync({
                  text,
                  ...(item && { expectedVersion: item.version }),
                  ...(reason !== undefined && { reason }),
                })
              }
              trigger={
                <Button look="primary" disabled={!ready}>
                  {t("save")}
                </Button>
              }
            />
            <Button onClick={onDone}>{t("leave")}</Button>
          </div>
        </>
      )}
    </section>
  );
}

/** The editor marks problems of shapes; those of a definition are told in words. */
const asShape = ({ path, said }: DefinitionProblem): ShapeProblem => ({
  path,
  problem: "schema",
  expected: [],
  said,
});

/** Of a removed definition, what it was before. */
const lastOf = (versions: { items: readonly DefinitionItem[] } | undefined) =>
  versions?.items.find(({ definition }) => definition !== null)?.definition ?? {};
