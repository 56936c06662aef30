import { Eye, EyeOff, Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { VisibleText } from "@/components/ui/visible-text";
import type { MaskingRuleOutput } from "@/server/masking/masking-schemas";

/** The rules of this installation, each with where it applies. */
export function RuleList({
  rules,
  onChange,
  onRemove,
}: {
  rules: readonly MaskingRuleOutput[];
  onChange: (rule: MaskingRuleOutput) => void;
  onRemove: (rule: MaskingRuleOutput, reason: string | undefined) => unknown;
}) {
  const t = useTranslations("masking");
  if (rules.length === 0) return <p className="text-sm text-muted">{t("none")}</p>;
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {rules.map((rule) => (
        <li key={rule.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm">
          <Badge
            icon={rule.effect === "mask" ? EyeOff : Eye}
            tone={rule.effect === "mask" ? "accent" : "warn"}
          >
            {t(`effect.${rule.effect}`)}
          </Badge>
          <span className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">
            <VisibleText value={rule.pattern} title={false} />
          </span>
          <span className="text-xs text-muted">{t(`by.${rule.by}`)}</span>
          <span className="min-w-0 text-xs text-muted [overflow-wrap:anywhere]">
            <Place rule={rule} />
          </span>
          <Button
            look="quiet"
            className="ms-auto px-0"
            aria-label={t("changeRule", { pattern: rule.pattern })}
            title={t("changeShort")}
            onClick={() => onChange(rule)}
          >
            <Pencil aria-hidden className="size-4" />
          </Button>
          <ConfirmDialog
            title={t("removeThis", { pattern: rule.pattern })}
            consequences={[t(`removing.${rule.effect}`), t("recorded")]}
            confirmLabel={t("remove")}
            tone="bad"
            onConfirm={(reason) => onRemove(rule, reason)}
            trigger={
              <Button
                look="quiet"
                className="px-0"
                aria-label={t("removeRule", { pattern: rule.pattern })}
                title={t("remove")}
              >
                <Trash2 aria-hidden className="size-4" />
              </Button>
            }
          />
        </li>
      ))}
    </ul>
  );
}

function Place({ rule: { vhost, exchanges } }: { rule: MaskingRuleOutput }) {
  const t = useTranslations("masking.place");
  if (vhost === null && exchanges === null) return t("everywhere");
  if (exchanges === null) return t("vhost", { vhost: vhost! });
  return vhost === null ? t("exchanges", { exchanges }) : t("both", { vhost, exchanges });
}
