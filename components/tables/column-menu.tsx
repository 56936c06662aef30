"use client";

import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Popover } from "@/components/ui/popover";
import { Segmented } from "@/components/ui/segmented";
import {
  type ColumnPlace,
  chosenIds,
  DENSITIES,
  moveColumn,
  type TableLook,
  toggleColumn,
  USUAL_LOOK,
} from "./column-state";

interface Props {
  columns: readonly (ColumnPlace & { label: string })[];
  chosen: readonly string[] | null;
  onChosen: (chosen: string[] | null) => void;
  look: TableLook;
  onLook: (look: TableLook) => void;
}

/** Which columns a table shows, in which order, and how close its rows stand. */
export function ColumnMenu({ columns, chosen, onChosen, look, onLook }: Props) {
  const t = useTranslations("table");
  const ids = chosenIds(columns, chosen);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const listed = [...ids.map((id) => byId.get(id)!), ...columns.filter(({ id }) => !ids.includes(id))];
  return (
    <Popover
      label={t("columns")}
      align="end"
      className="flex w-72 flex-col gap-2"
      trigger={
        <Button look="quiet" className="min-h-7 px-2 text-xs" aria-label={t("columns")}>
          <Columns3 aria-hidden className="size-3.5" />
          <span className="max-sm:hidden">{t("columns")}</span>
        </Button>
      }
    >
      <ul aria-label={t("columns")}>
        {listed.map(({ id, label }) => {
          const at = ids.indexOf(id);
          const move = (step: number) => onChosen(moveColumn(columns, chosen, id, step));
          return (
            <li key={id} className="flex min-h-8 items-center gap-1">
              <Checkbox
                label={label}
                checked={at >= 0}
                disabled={at >= 0 && ids.length === 1}
                onChange={() => onChosen(toggleColumn(columns, chosen, id))}
              />
              {at >= 0 && (
                <span className="ms-auto flex">
                  <Move
                    label={t("earlier", { name: label })}
                    disabled={at === 0}
                    onClick={() => move(-1)}
                    icon={ArrowUp}
                  />
                  <Move
                    label={t("later", { name: label })}
                    disabled={at === ids.length - 1}
                    onClick={() => move(1)}
                    icon={ArrowDown}
                  />
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <Segmented
        label={t("density")}
        value={look.density}
        options={DENSITIES.map((density) => ({ value: density, label: t(`densities.${density}`) }))}
        onChange={(density) => onLook({ ...look, density })}
      />
      <Button
        look="quiet"
        onClick={() => {
          onChosen(null);
          onLook(USUAL_LOOK);
        }}
      >
        {t("reset")}
      </Button>
    </Popover>
  );
}

function Move({
  label,
  icon: Icon,
  ...rest
}: {
  label: string;
  icon: typeof ArrowUp;
  disabled: boolean;
  onClick: () => void;
}) {
  return (
    <Button look="quiet" aria-label={label} title={label} className="min-h-7 min-w-7 px-0" {...rest}>
      <Icon aria-hidden className="size-3.5" />
    </Button>
  );
}
