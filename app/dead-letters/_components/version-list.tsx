"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { When } from "@/components/complaints/when";
import { ChangeList } from "@/components/dead-letters/edit/change-list";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";
import { makeVisible } from "@/components/ui/visible-text";
import type { DeadLetterDetail } from "@/server/dead-letters/dead-letter-schemas";

/** Versions of a dead letter, newest first: what each has changed, and a way back to the older ones. */
export function VersionList({
  id,
  versions,
  mayRestore,
}: {
  id: string;
  versions: DeadLetterDetail["versions"];
  /** It may be edited, by whoever looks, as it stands. */
  mayRestore: boolean;
}) {
  const t = useTranslations("deadLetterEdit.versions");
  const counting = versions.at(-1)?.version ?? 0;
  return (
    <ol className="flex flex-col divide-y divide-line">
      {[...versions].reverse().map(({ version, editedBy, editedAt, reason }) => (
        <li key={version} className="flex min-w-0 flex-col gap-1.5 px-3 py-2 text-sm">
          <p className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="[overflow-wrap:anywhere]">
              {t("by", { who: makeVisible(editedBy), version })}
            </span>
            <When value={editedAt} className="text-xs text-muted" />
          </p>
          {reason && <p className="text-muted [overflow-wrap:anywhere]">{makeVisible(reason)}</p>}
          <Changes id={id} version={version} />
          {mayRestore && <Restore id={id} counting={counting} version={version - 1} />}
        </li>
      ))}
    </ol>
  );
}

function Changes({ id, version }: { id: string; version: number }) {
  const t = useTranslations("deadLetterEdit.versions");
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const read = useQuery(
    trpc.deadLetters.versionChanges.queryOptions({ id, version }, { enabled: open, retry: false }),
  );
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="min-h-6 text-xs text-accent">{t("what", { version })}</summary>
      <div className="pt-1.5">
        {read.error && <p className="text-sm text-bad">{t("failed")}</p>}
        {read.data?.masked && <p className="mb-1 text-xs text-muted">{t("masked")}</p>}
        {read.data && <ChangeList changes={read.data.changes} />}
      </div>
    </details>
  );
}

/** Makes the content before a version count again. */
function Restore({ id, counting, version }: { id: string; counting: number; version: number }) {
  const t = useTranslations("deadLetterEdit.versions");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const say = useToast();
  const restore = useMutation(
    trpc.deadLetters.edit.mutationOptions({
      onSuccess: ({ version: made }) => {
        say(t("restored", { version: made }));
        return queries.invalidateQueries(trpc.deadLetters.pathFilter());
      },
    }),
  );
  const label = version === 0 ? t("restoreOriginal") : t("restoreTitle", { version });
  return (
    <ConfirmDialog
      title={label}
      consequences={[t("restoring")]}
      confirmLabel={t("restore")}
      onConfirm={(reason) =>
        restore.mutateAsync({
          id,
          version: counting,
          restore: version,
          // It was sent like that before: what a shape says of it is known.
          accept: true,
          ...(reason === undefined ? {} : { reason }),
        })
      }
      trigger={
        <Button look="quiet" className="w-fit px-1.5">
          <History aria-hidden className="size-4" />
          {label.replace(/\s*\?$/, "")}
        </Button>
      }
    />
  );
}
