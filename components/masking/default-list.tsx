import { useTranslations } from "next-intl";
import { Switch } from "@/components/ui/switch";
import type { MaskingOutput } from "@/server/masking/masking-schemas";

type Default = MaskingOutput["defaults"][number];

/** What is masked everywhere unless it is switched off, each with the names that it knows. */
export function DefaultList({
  defaults,
  disabled,
  onSwitch,
}: {
  defaults: readonly Default[];
  disabled: boolean;
  onSwitch: (id: Default["id"], on: boolean) => void;
}) {
  const t = useTranslations("masking");
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {defaults.map(({ id, on, names, byShape }) => (
        <li key={id} className="px-3 py-2">
          <Switch
            label={t(`default.${id}`)}
            hint={byShape ? t("byShape") : undefined}
            checked={on}
            disabled={disabled}
            onChange={(next) => onSwitch(id, next)}
          />
          <details className="ms-11 text-xs text-muted">
            <summary className="min-h-6 cursor-pointer py-1">{t("names", { count: names.length })}</summary>
            <p className="pb-1 font-mono leading-relaxed [overflow-wrap:anywhere]">{names.join(", ")}</p>
          </details>
        </li>
      ))}
    </ul>
  );
}
