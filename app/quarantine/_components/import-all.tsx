"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { ImportPreview, QuarantineFilter } from "@/server/quarantine/quarantine-schemas";

interface Props {
  filter: QuarantineFilter;
  filtered: boolean;
  disabled: boolean;
  onStart: (preview: ImportPreview, reason: string | undefined) => void;
}

/** Imports all that wait and match, after saying how many that is and what becomes of them. */
export function ImportAll({ filter, filtered, disabled, onStart }: Props) {
  const t = useTranslations("quarantine.importAll");
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  // Counted when it is asked for: the dialog must not name a number of before.
  const preview = useQuery(
    trpc.quarantine.preview.queryOptions(filter, { enabled: open, staleTime: 0, gcTime: 0 }),
  );
  const count = preview.data?.count ?? 0;
  const ready = preview.isSuccess && !preview.isFetching;
  return (
    <>
      <Button look="primary" disabled={disabled} onClick={() => setOpen(true)}>
        {t(filtered ? "buttonMatching" : "button")}
      </Button>
      <ConfirmDialog
        open={open && (ready || preview.isError)}
        onOpenChange={setOpen}
        title={preview.isError ? t("notCounted") : t("question", { count })}
        consequences={
          preview.isError
            ? [preview.error.message]
            : [t("stored", { count }), t("duplicates"), t("refused"), t("routing"), t("later")]
        }
        confirmLabel={preview.isError ? t("retry") : t("confirm", { count })}
        onConfirm={async (reason) => {
          if (!preview.data) return void (await preview.refetch({ throwOnError: true }));
          onStart(preview.data, reason);
        }}
      />
    </>
  );
}
