"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import type { SagaDetail } from "@/server/sagas/saga-schemas";

/** Most sagas are only looked at: what sends again comes when it is wanted. */
const RedriveDialog = dynamic(
  () => import("@/app/dead-letters/_components/redrive-dialog").then((all) => all.RedriveDialog),
  { ssr: false },
);

/** The way to a dead letter that holds a saga up, and sending it again from here, for whoever may. */
export function RedriveHere({
  vhost,
  letter,
  over,
}: {
  vhost: string;
  letter: SagaDetail["deadLetters"][number];
  /** The saga came to an end without it. */
  over: boolean;
}) {
  const t = useTranslations("saga.heldUp");
  const may = useMay()("dead-letters.redrive");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const { id, queue, state } = letter;
  return (
    <span className="flex flex-wrap gap-1">
      <LinkButton href={`/dead-letters/${id}`}>{t("open")}</LinkButton>
      {may && (
        <Button look={over ? "plain" : "primary"} onClick={() => setOpen(true)}>
          <Undo2 aria-hidden className="size-4" />
          {t("redrive")}
        </Button>
      )}
      {open && (
        <RedriveDialog
          targeted={{
            selection: { ids: [id] },
            count: 1,
            observed: state === "observed" ? [{ vhost, queue }] : [],
          }}
          onClose={() => {
            setOpen(false);
            void queries.invalidateQueries(trpc.sagas.one.queryFilter());
          }}
        />
      )}
    </span>
  );
}
