"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import { type Shortcut, useShortcutList } from "./shortcuts";

const GROUPS = ["go", "frame", "page"] as const;

/** Every key that does something here, and the switch that turns them off. */
export function ShortcutsDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("shortcuts");
  const { list, on, setOn } = useShortcutList();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")}>
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {GROUPS.map((group) => {
          const shortcuts = list.filter((it) => it.group === group);
          return (
            shortcuts.length > 0 && (
              <section key={group} className={on ? undefined : "opacity-50"}>
                <h3 className="mb-1 text-xs font-medium text-muted">{t(`group.${group}`)}</h3>
                <dl className="text-sm">
                  {shortcuts.map((it: Shortcut) => (
                    <div key={it.keys} className="flex min-h-7 items-center justify-between gap-4">
                      <dt>{it.label}</dt>
                      <dd>
                        <Kbd keys={it.keys} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            )
          );
        })}
      </div>
      <div className="mt-4 border-t border-line pt-3">
        <Switch checked={on} onChange={setOn} label={t("singleKeys")} hint={t("singleKeysHint")} />
      </div>
    </Dialog>
  );
}
