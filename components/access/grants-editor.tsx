"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { Grant } from "@/server/access/principal";
import type { Role } from "@/server/access/roles";

const EVERYTHING = { vhost: null, exchanges: null };

/** Roles, each for everything or for a part. An empty field stands for all. */
export function GrantsEditor({
  roles,
  value,
  onChange,
}: {
  /** All roles that there are. */
  roles: readonly Role[];
  value: readonly Grant[];
  onChange: (value: Grant[]) => void;
}) {
  const t = useTranslations("roles");
  const hint = useId();
  const change = (at: number, part: Partial<Grant>) =>
    onChange(value.map((grant, i) => (i === at ? { ...grant, ...part } : grant)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{t("legend")}</legend>
      {value.map((grant, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; two may say the same while they are typed
        <div key={i} role="group" aria-label={t("row", { number: i + 1 })} className="flex flex-wrap gap-1.5">
          <Select
            label={t("role")}
            value={grant.role}
            options={roles.map((role) => ({ value: role, label: t(`name.${role}`) }))}
            onChange={(role) => change(i, { role })}
          />
          <input
            aria-label={t("vhost")}
            aria-describedby={hint}
            placeholder={t("allVhosts")}
            value={grant.vhost ?? ""}
            maxLength={255}
            onChange={(event) => change(i, { vhost: event.target.value || null })}
            className="field min-w-0 flex-1 basis-28"
          />
          <input
            aria-label={t("exchanges")}
            aria-describedby={hint}
            placeholder={t("allExchanges")}
            value={grant.exchanges ?? ""}
            maxLength={255}
            onChange={(event) => change(i, { exchanges: event.target.value || null })}
            className="field min-w-0 flex-1 basis-28"
          />
          <Button
            look="quiet"
            className="px-0"
            aria-label={t("remove", { number: i + 1 })}
            onClick={() => onChange(value.filter((_, at) => at !== i))}
          >
            <X aria-hidden className="size-4" />
          </Button>
        </div>
      ))}
      <div>
        <Button onClick={() => onChange([...value, { role: roles[0]!, ...EVERYTHING }])}>
          <Plus aria-hidden className="size-4" />
          {t("add")}
        </Button>
      </div>
      <p id={hint} className="text-xs text-muted">
        {t("hint")}
      </p>
    </fieldset>
  );
}
