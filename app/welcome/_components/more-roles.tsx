import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { FURTHER_ROLES, type FurtherRole } from "@/server/access/roles";

/** What the first administrator does here beside letting others in: without it they could look at everything and act on nothing. */
export function MoreRoles({
  chosen,
  onChange,
}: {
  chosen: readonly FurtherRole[];
  onChange: (chosen: FurtherRole[]) => void;
}) {
  const t = useTranslations("welcome");
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">{t("also")}</legend>
      {FURTHER_ROLES.map((role) => (
        <Checkbox
          key={role}
          checked={chosen.includes(role)}
          onChange={(on) => onChange(FURTHER_ROLES.filter((it) => (it === role ? on : chosen.includes(it))))}
          label={t(`alsoRole.${role}`)}
        />
      ))}
      <p className="text-xs text-muted">{t("alsoHint")}</p>
    </fieldset>
  );
}
