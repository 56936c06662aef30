"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMay } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { CompensateDialog } from "@/components/sagas/compensate-dialog";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { SagaDetail } from "@/server/sagas/saga-schemas";

/** Starts the compensation of a saga by hand, where its definition says how, for whoever may. */
export function CompensateHere({ detail }: { detail: SagaDetail }) {
  const t = useTranslations("sagaSettings.compensate");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const say = useToast();
  const may = useMay();
  const { saga, compensable, complaintId } = detail;
  const compensate = useMutation(
    trpc.sagas.compensate.mutationOptions({
      onSuccess: () => {
        say(t("started"));
        return queries.invalidateQueries(trpc.sagas.pathFilter());
      },
    }),
  );
  const over = saga.status === "COMPENSATED" || saga.status === "COMPENSATING";
  const allowed = may(complaintId === null ? "sagas.compensate" : "complaints.compensate");
  if (!compensable || over || !allowed) return null;
  return (
    <CompensateDialog
      title={saga.definition?.title ?? saga.type}
      complaint={complaintId !== null}
      onConfirm={(reason) => compensate.mutateAsync({ id: saga.id, reason })}
      trigger={
        <Button>
          <RotateCcw aria-hidden className="size-4" />
          {t("open")}
        </Button>
      }
    />
  );
}
