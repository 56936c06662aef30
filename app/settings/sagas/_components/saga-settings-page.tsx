"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { useMay } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { DefinitionList } from "@/components/sagas/settings/definition-list";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-problem";
import { Section } from "@/components/ui/section";
import { useToast } from "@/components/ui/toast";
import { SettingsPage } from "../../_components/settings-page";
import { SagaSettingsForm } from "./saga-settings-form";

/** The editor brings its libraries along, when there is something to edit. */
const DefinitionEditor = dynamic(() => import("./definition-editor"), { ssr: false });

/** Value of `edit` in the address for a definition that there is not yet; no name can be it. */
const NEW = "+";

/** Definitions, one of them in the editor, and how sagas are told apart. The address says which one is edited. */
export function SagaSettingsPage() {
  const t = useTranslations("sagaSettings");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const say = useToast();
  const mayManage = useMay()("sagas.manage");
  const [edit, setEdit] = useQueryState("edit", parseAsString);
  const definitions = useQuery(trpc.sagas.definitions.queryOptions(undefined, { retry: false }));
  const again = () => queries.invalidateQueries(trpc.sagas.pathFilter());
  const remove = useMutation(
    trpc.sagas.removeDefinition.mutationOptions({ onSettled: again, onSuccess: () => say(t("removed")) }),
  );
  const items = definitions.data?.items ?? [];
  const edited = edit === NEW ? null : items.find(({ name }) => name === edit);
  return (
    <SettingsPage
      title={t("title")}
      about={t("about")}
      actions={mayManage && <Button onClick={() => void setEdit(NEW)}>{t("add")}</Button>}
    >
      <FormProblem>{definitions.error && t("notRead")}</FormProblem>
      <DefinitionList
        items={items}
        edited={edit}
        mayManage={mayManage}
        onEdit={(name) => void setEdit(name)}
        onRemove={({ name, version }, reason) =>
          remove.mutateAsync({ name, expectedVersion: version, ...(reason !== undefined && { reason }) })
        }
      />
      {edited !== undefined && (
        <DefinitionEditor
          key={`${edit} ${edited?.version ?? 0}`}
          item={edited}
          mayManage={mayManage}
          onDone={() => {
            void setEdit(null);
            void again();
          }}
        />
      )}
      <Section title={t("settings")} about={t("settingsAbout")}>
        <SagaSettingsForm mayManage={mayManage} />
      </Section>
    </SettingsPage>
  );
}
