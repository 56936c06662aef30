"use client";

import { useQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMay } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { Card } from "@/components/event/card";
import { SagaLinks } from "@/components/sagas/saga-links";
import type { SagaOfInput } from "@/server/sagas/saga-list-schemas";

function useSagasOf(of: SagaOfInput) {
  const trpc = useTRPC();
  const allowed = useMay()("sagas.read");
  return useQuery(trpc.sagas.of.queryOptions(of, { enabled: allowed, retry: false })).data?.items ?? [];
}

/** The sagas of a message, a dead letter or a stream, as a card; nothing where it belongs to none. */
export function SagaCard({ of }: { of: SagaOfInput }) {
  const t = useTranslations("sagas.its");
  const sagas = useSagasOf(of);
  return sagas.length === 0 ? null : (
    <Card icon={Workflow} title={t("title", { count: sagas.length })}>
      <SagaLinks sagas={sagas} />
    </Card>
  );
}

/** The same at the head of other links. */
export function SagaLines({ of }: { of: SagaOfInput }) {
  const sagas = useSagasOf(of);
  return sagas.length === 0 ? null : (
    <div className="border-b border-line">
      <SagaLinks sagas={sagas} />
    </div>
  );
}
