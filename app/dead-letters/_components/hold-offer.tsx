"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Vault } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { Button } from "@/components/ui/button";
import { VisibleText } from "@/components/ui/visible-text";

/** Some messages are only observed: nothing can pick one out of a queue, so it is offered to hold the queue first. */
export function HoldOffer({
  queues,
  onHeld,
}: {
  queues: readonly { vhost: string; queue: string }[];
  onHeld: () => void;
}) {
  const t = useTranslations("deadLetters.hold");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const allowed = useMay()("dead-letters.custody");
  const [held, setHeld] = useState(false);
  const change = useMutation(
    trpc.deadLetters.changeCustody.mutationOptions({
      retry: false,
      onSuccess: () => {
        setHeld(true);
        return queries.invalidateQueries({ queryKey: trpc.deadLetters.pathKey() });
      },
    }),
  );
  return (
    <section className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-warn-soft px-3 py-2 text-sm">
      <Vault aria-hidden className="size-4 shrink-0 text-warn" />
      <p role="status" className="min-w-0 flex-1 basis-72">
        {t(held ? "moving" : "why")}
        {change.isError && <span className="block text-bad">{change.error.message}</span>}
      </p>
      {held ? (
        <Button onClick={onHeld}>{t("planAgain")}</Button>
      ) : (
        allowed &&
        queues.map(({ vhost, queue }) => (
          <Button
            key={`${vhost} ${queue}`}
            disabled={change.isPending}
            onClick={() => change.mutate({ vhost, name: queue, custody: "hold" })}
          >
            {t("button")} <VisibleText value={queue} className="max-w-48 truncate" />
          </Button>
        ))
      )}
    </section>
  );
}
