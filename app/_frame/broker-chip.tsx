"use client";

import { useQuery } from "@tanstack/react-query";
import { Boxes, Server } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { Select } from "@/components/ui/select";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import { useTRPC } from "../_trpc/react";

/** Which broker, and which of its virtual hosts one looks at. With one virtual host there is nothing to choose. */
export function BrokerChip({ broker }: { broker: string | null }) {
  const t = useTranslations("frame");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.status.current.queryOptions(undefined, { retry: false }));
  const [vhost, setVhost] = useQueryState("vhost", parseAsString.withOptions({ history: "push" }));
  const vhosts = data?.queues.map((queue) => queue.vhost) ?? [];
  const several = vhosts.length > 1 || (vhost !== null && !vhosts.includes(vhost));
  return (
    <>
      {broker && (
        <span
          title={t("broker", { host: broker })}
          className="flex min-w-0 shrink items-center gap-1.5 text-sm text-muted max-md:hidden"
        >
          <Server aria-hidden className="size-4 shrink-0" />
          <span className="sr-only">{t("brokerLabel")}</span>
          <VisibleText value={broker} className="max-w-64 truncate" title={false} />
        </span>
      )}
      {several && (
        <Select
          quiet
          icon={Boxes}
          label={t("vhost")}
          className="max-w-56"
          value={vhost ?? ""}
          options={[
            { value: "", label: t("allVhosts") },
            ...[...new Set(vhost === null ? vhosts : [...vhosts, vhost])].map((name) => ({
              value: name,
              label: makeVisible(name),
            })),
          ]}
          onChange={(name) => setVhost(name === "" ? null : name)}
        />
      )}
    </>
  );
}
