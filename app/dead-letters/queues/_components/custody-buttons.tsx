"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive, Eye, PackageOpen } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMay } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { makeVisible } from "@/components/ui/visible-text";
import type { DeadLetterQueueView } from "@/server/dead-letters/queue-schemas";

/** Has a queue held, only observed, or what is held of it put back, after saying what each does. */
export function CustodyButtons({ queue }: { queue: DeadLetterQueueView }) {
  const t = useTranslations("deadLetters.queue");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const allowed = useMay();
  const changed = () => queries.invalidateQueries({ queryKey: trpc.deadLetters.pathKey() });
  const change = useMutation(
    trpc.deadLetters.changeCustody.mutationOptions({ retry: false, onSettled: changed }),
  );
  const release = useMutation(trpc.deadLetters.release.mutationOptions({ retry: false, onSettled: changed }));
  const { vhost, name, custody, counts, depth, consumers, unholdable } = queue;
  if (!allowed("dead-letters.custody")) return null;
  const shown = makeVisible(name);
  return (
    <div className="flex flex-wrap gap-2">
      {custody === "observe" ? (
        <ConfirmDialog
          title={t("ask.hold", { name: shown })}
          consequences={[
            t("ask.holdMoves", { count: depth ?? 0 }),
            t("ask.holdOthers", { count: consumers ?? 0 }),
            t("ask.holdBack"),
          ]}
          confirmLabel={t("hold")}
          onConfirm={(reason) => change.mutateAsync({ vhost, name, custody: "hold", reason })}
          trigger={
            <Button disabled={unholdable !== null} title={unholdable ?? undefined}>
              <Archive aria-hidden className="size-4" />
              {t("hold")}
            </Button>
          }
        />
      ) : (
        <ConfirmDialog
          title={t("ask.observe", { name: shown })}
          consequences={[t("ask.observeStops"), t("ask.observeKeeps", { count: counts.held })]}
          confirmLabel={t("observe")}
          onConfirm={(reason) => change.mutateAsync({ vhost, name, custody: "observe", reason })}
          trigger={
            <Button>
              <Eye aria-hidden className="size-4" />
              {t("observe")}
            </Button>
          }
        />
      )}
      {counts.held > 0 && queue.present && allowed("dead-letters.redrive") && (
        <ConfirmDialog
          title={t("ask.release", { count: counts.held, name: shown })}
          consequences={[t("ask.releaseSends"), t("ask.releaseObserves")]}
          confirmLabel={t("release")}
          onConfirm={async (reason) => {
            const { redriveId } = await release.mutateAsync({ vhost, name, reason });
            router.push(`/dead-letters/redrives/${redriveId}`);
          }}
          trigger={
            <Button look="quiet">
              <PackageOpen aria-hidden className="size-4" />
              {t("release")}
            </Button>
          }
        />
      )}
    </div>
  );
}
