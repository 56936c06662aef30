"use client";

import { ArrowRightLeft, Rows3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import type { TopologyBinding } from "@/server/topology/topology-schemas";
import { LinkList } from "./detail-panel";
import { useExchangeName } from "./sentences";

export type OpenNode = (kind: "exchange" | "queue", name: string) => void;

/** Bindings from one end, each leading to the other. */
export function BindingList({
  bindings,
  end,
  onOpen,
}: {
  bindings: readonly TopologyBinding[];
  /** Which end to show. */
  end: "source" | "destination";
  onOpen: OpenNode;
}) {
  const t = useTranslations("topology.detail");
  const exchangeName = useExchangeName();
  return (
    <LinkList
      items={bindings}
      itemKey={(it) => JSON.stringify([it.source, it.destination, it.toExchange, it.key, it.arguments])}
      empty={t("noBindings")}
    >
      {(binding) => {
        const kind = end === "source" || binding.toExchange ? "exchange" : "queue";
        const name = binding[end];
        const Icon = kind === "exchange" ? ArrowRightLeft : Rows3;
        return (
          <button
            type="button"
            onClick={() => onOpen(kind, name)}
            className="flex min-h-7 w-full min-w-0 items-center gap-2 rounded-sm px-1 text-start hover:bg-raised"
          >
            <Icon role="img" aria-label={t(kind)} className="size-3.5 shrink-0 text-muted" />
            <VisibleText
              value={kind === "exchange" ? exchangeName(name) : name}
              className="truncate font-medium"
            />
            <span className="ms-auto min-w-0 shrink truncate text-xs text-muted">
              {binding.key !== "" && <VisibleText value={binding.key} />}
              {binding.arguments !== null && <VisibleText value={` ${binding.arguments}`} />}
            </span>
          </button>
        );
      }}
    </LinkList>
  );
}
