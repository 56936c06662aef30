import { CircleCheck, CircleOff, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DayAndTime } from "@/components/ui/day-and-time";
import { makeVisible } from "@/components/ui/visible-text";
import type { DefinitionItem } from "@/server/sagas/definition-schemas";

const LOOKS = {
  inForce: { icon: CircleCheck, tone: "good" },
  removed: { icon: CircleOff, tone: "neutral" },
  unreadable: { icon: TriangleAlert, tone: "bad" },
} as const;

/** All definitions, each with its version, where it comes from and whether it counts. */
export function DefinitionList({
  items,
  edited,
  mayManage,
  onEdit,
  onRemove,
}: {
  items: readonly DefinitionItem[];
  /** Name of the one that is open. */
  edited: string | null;
  mayManage: boolean;
  onEdit: (name: string) => void;
  onRemove: (item: DefinitionItem, reason: string | undefined) => unknown;
}) {
  const t = useTranslations("sagaSettings");
  return (
    <ul
      aria-label={t("definitions")}
      className="divide-y divide-line rounded-lg border border-line bg-surface"
    >
      {items.map((item) => {
        const title = makeVisible(item.title);
        return (
          <li key={item.name} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2.5">
            <div className="min-w-0 flex-1 basis-60">
              <p className="flex flex-wrap items-center gap-2 font-medium [overflow-wrap:anywhere]">
                {title}
                <Badge {...LOOKS[item.state]}>{t(`state.${item.state}`)}</Badge>
              </p>
              <p className="text-xs text-muted [overflow-wrap:anywhere]">
                <span className="font-mono">{item.name}</span> ·{" "}
                {item.version === 0 ? t("shipped") : t("version", { version: item.version })}
                {item.writtenBy !== null && ` · ${makeVisible(item.writtenBy)}`}
                {item.writtenAt !== null && (
                  <>
                    {" · "}
                    <DayAndTime value={item.writtenAt} />
                  </>
                )}
              </p>
            </div>
            <div className="flex gap-2">
              <Button
                aria-label={t(mayManage ? "editNamed" : "openNamed", { title })}
                aria-current={edited === item.name ? "true" : undefined}
                onClick={() => onEdit(item.name)}
              >
                {t(mayManage ? "edit" : "open")}
              </Button>
              {mayManage && item.state !== "removed" && (
                <ConfirmDialog
                  title={t("removeTitle", { title })}
                  consequences={[t("removeJudged"), t("removeKept")]}
                  confirmLabel={t("removeConfirm")}
                  tone="bad"
                  onConfirm={(reason) => onRemove(item, reason)}
                  trigger={<Button aria-label={t("removeNamed", { title })}>{t("remove")}</Button>}
                />
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
