"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Switch } from "@/components/ui/switch";
import type { TopologyExchange } from "@/server/topology/topology-schemas";
import { useExchangeName } from "./sentences";

/** Leaves an exchange alone, or observes it again; asks first, and says what will happen. */
export function ObserveSwitch({
  exchange: { name, exclusion },
  refusal,
  onDecide,
}: {
  exchange: Pick<TopologyExchange, "name" | "exclusion">;
  /** Why the reader may not decide; null when they may. */
  refusal: string | null;
  onDecide: (excluded: boolean, reason: string | undefined) => Promise<unknown>;
}) {
  const t = useTranslations("topology");
  const exchangeName = useExchangeName();
  const [asking, setAsking] = useState(false);
  if (!exclusion.possible) return <p className="mt-3 text-xs text-muted">{t("detail.cannot")}</p>;
  const title = { name: `\u2068${exchangeName(name)}\u2069` };
  const words = exclusion.excluded
    ? {
        title: t("include.title", title),
        confirmLabel: t("include.confirm"),
        consequences: [t("include.tap"), t("include.before")],
      }
    : {
        title: t("exclude.title", title),
        confirmLabel: t("exclude.confirm"),
        consequences: [t("exclude.untap"), t("exclude.unseen"), t("exclude.kept"), t("exclude.effects")],
      };
  return (
    <div className="mt-3">
      <Switch
        checked={!exclusion.excluded}
        onChange={() => setAsking(true)}
        label={t("detail.observe")}
        disabled={refusal !== null}
        hint={refusal ?? t(exclusion.pending ? "detail.pending" : "detail.observeHint")}
      />
      <ConfirmDialog
        {...words}
        tone={exclusion.excluded ? "plain" : "bad"}
        open={asking}
        onOpenChange={setAsking}
        onConfirm={(reason) => onDecide(!exclusion.excluded, reason)}
      />
    </div>
  );
}
