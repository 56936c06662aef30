import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";

/** A rule while it is being written: empty places are all of them. */
export interface WrittenRule {
  by: "name" | "path";
  pattern: string;
  effect: "mask" | "show";
  vhost: string;
  exchanges: string;
}

/** What a rule says: mask or show, which field, where. */
export function RuleFields({
  value,
  onChange,
  problem,
}: {
  value: WrittenRule;
  onChange: (value: WrittenRule) => void;
  /** What is wrong with the pattern. */
  problem: string | null;
}) {
  const t = useTranslations("masking");
  const set = (change: Partial<WrittenRule>) => onChange({ ...value, ...change });
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <Segmented
          label={t("effect.label")}
          value={value.effect}
          onChange={(effect) => set({ effect })}
          options={[
            { value: "mask", label: t("effect.mask"), icon: EyeOff },
            { value: "show", label: t("effect.show"), icon: Eye },
          ]}
        />
        <Segmented
          label={t("by.label")}
          value={value.by}
          onChange={(by) => set({ by })}
          options={[
            { value: "name", label: t("by.name") },
            { value: "path", label: t("by.path") },
          ]}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field
          label={t(`pattern.${value.by}`)}
          hint={t(`patternHint.${value.by}`)}
          error={problem}
          value={value.pattern}
          onChange={(event) => set({ pattern: event.target.value })}
          required
          maxLength={500}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
        />
        <Field
          label={t("vhost")}
          hint={t("vhostHint")}
          value={value.vhost}
          onChange={(event) => set({ vhost: event.target.value })}
          maxLength={255}
          spellCheck={false}
          autoComplete="off"
        />
        <Field
          label={t("exchanges")}
          hint={t("exchangesHint")}
          value={value.exchanges}
          onChange={(event) => set({ exchanges: event.target.value })}
          maxLength={255}
          spellCheck={false}
          autoComplete="off"
        />
      </div>
    </>
  );
}
