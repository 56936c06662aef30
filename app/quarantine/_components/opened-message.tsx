"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMay, useRefusal } from "@/app/_access/me";
import { ActionsOf } from "@/app/_actions/actions-of";
import { useTRPC } from "@/app/_trpc/react";
import { QuarantinePanel } from "@/components/quarantine/quarantine-panel";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { makeVisible } from "@/components/ui/visible-text";
import { QuarantineSkeleton } from "./quarantine-skeleton";

/** An opened message of the quarantine, and the button that imports it again. */
export function OpenedMessage({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("quarantine");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refusal = useRefusal();
  const allowed = useMay();
  const query = useQuery(trpc.quarantine.one.queryOptions({ id }, { retry: false }));
  const again = useMutation(
    trpc.quarantine.importOne.mutationOptions({
      retry: false,
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.quarantine.pathKey() }),
    }),
  );

  if (query.isError) {
    return (
      <Notice
        icon={SearchX}
        role="alert"
        title={t("notOpened")}
        actions={<Button onClick={onClose}>{t("close")}</Button>}
      >
        {query.error.message}
      </Notice>
    );
  }
  if (!query.data) return <QuarantineSkeleton />;
  const outcome = again.data;
  const { item } = query.data;
  const waits = item.importedAt === null;
  const refused = refusal("quarantine.import", item);
  return (
    <QuarantinePanel
      detail={query.data}
      download={allowed("messages.export", item)}
      onClose={onClose}
      done={<ActionsOf type="quarantine" id={id} />}
      action={
        <>
          {waits && refused && <p className="text-muted">{refused}</p>}
          {waits && !refused && (
            <ConfirmDialog
              title={t("importOne.question")}
              consequences={[
                t("importOne.stored"),
                t("importAll.duplicates"),
                t("importAll.refused"),
                t("importAll.routing"),
              ]}
              confirmLabel={t("importOne.confirm")}
              onConfirm={(reason) => again.mutateAsync({ id, reason })}
              trigger={<Button look="primary">{t("importOne.button")}</Button>}
            />
          )}
          {outcome && (
            <p role="status" className={outcome.outcome === "refused" ? "text-bad" : "text-good"}>
              {t(
                outcome.reading === "duplicate"
                  ? "importOne.duplicate"
                  : `importOne.outcome.${outcome.outcome}`,
                { reason: makeVisible(outcome.reason ?? "") },
              )}
            </p>
          )}
        </>
      }
    />
  );
}
