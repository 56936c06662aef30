import { Plus, RotateCcw, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { makeVisible } from "@/components/ui/visible-text";
import {
  type HeaderRow,
  isWritable,
  newRow,
  problemOf,
  WRITABLE_TYPES,
  type WritableType,
} from "./header-rows";

/** The headers of a message, each with the type that it has on the wire. */
export function HeaderTable({
  rows,
  onChange,
}: {
  rows: readonly HeaderRow[];
  onChange: (rows: readonly HeaderRow[]) => void;
}) {
  const t = useTranslations("deadLetterEdit");
  const change = (key: number, what: Partial<HeaderRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...what } : row)));
  const remove = (row: HeaderRow) =>
    row.before === null
      ? onChange(rows.filter(({ key }) => key !== row.key))
      : // Of a name that comes twice both go, and both come back.
        onChange(
          rows.map((it) => (it.before?.name === row.before?.name ? { ...it, removed: !row.removed } : it)),
        );
  return (
    <div className="flex flex-col gap-3">
      <p className="text-xs text-muted">{t("headersHint")}</p>
      <ul className="flex flex-col gap-2">
        {inOrder(rows).map((row) => (
          <HeaderLine
            key={row.key}
            row={row}
            problem={problemOf(row, rows)}
            onChange={(what) => change(row.key, what)}
            onRemove={() => remove(row)}
          />
        ))}
      </ul>
      <div>
        <Button onClick={() => onChange([...rows, newRow(rows)])}>
          <Plus aria-hidden className="size-4" />
          {t("addHeader")}
        </Button>
      </div>
    </div>
  );
}

/** What nobody may change comes last. */
const inOrder = (rows: readonly HeaderRow[]): HeaderRow[] => [
  ...rows.filter(({ fixed }) => fixed !== "reserved"),
  ...rows.filter(({ fixed }) => fixed === "reserved"),
];

function HeaderLine({
  row,
  problem,
  onChange,
  onRemove,
}: {
  row: HeaderRow;
  problem: ReturnType<typeof problemOf>;
  onChange: (what: Partial<HeaderRow>) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("deadLetterEdit");
  const { name, type, value, removed, fixed, before } = row;
  const called = makeVisible(before?.name ?? name) || t("newHeader");
  if (fixed || !isWritable(type)) {
    return (
      <li className="grid min-w-0 gap-1 rounded-md bg-raised px-2.5 py-1.5 text-xs sm:grid-cols-[14rem_minmax(0,1fr)_auto] sm:items-center">
        <span className={`font-mono font-medium [overflow-wrap:anywhere] ${removed ? "line-through" : ""}`}>
          {called}
        </span>
        <span className="max-h-24 min-w-0 overflow-y-auto font-mono text-muted [overflow-wrap:anywhere]">
          {makeVisible(value.slice(0, 2_000))}
        </span>
        {fixed === "reserved" ? (
          <span className="text-muted">{t("reserved")}</span>
        ) : (
          <RemoveButton removed={removed} called={called} onClick={onRemove} />
        )}
      </li>
    );
  }
  const wrong = problem === null ? undefined : true;
  return (
    <li className="flex min-w-0 flex-col gap-1">
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)_auto] gap-1.5 sm:grid-cols-[14rem_8rem_minmax(0,1fr)_auto]">
        <input
          aria-label={t("headerName", { name: called })}
          aria-invalid={problem === "name" || problem === "taken" ? true : undefined}
          value={name}
          disabled={removed}
          maxLength={255}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ name: event.target.value })}
          className="field min-w-0 font-mono text-xs"
        />
        <Select<WritableType>
          label={t("headerType", { name: called })}
          value={type}
          disabled={removed}
          className="max-sm:col-span-2"
          onChange={(next) => onChange({ type: next, ...(next === "boolean" ? { value: "true" } : {}) })}
          options={WRITABLE_TYPES.map((it) => ({ value: it, label: it }))}
        />
        {type === "boolean" ? (
          <Select
            label={t("headerValue", { name: called })}
            value={value}
            disabled={removed}
            className="max-sm:col-span-2"
            onChange={(next) => onChange({ value: next })}
            options={["true", "false"].map((it) => ({ value: it, label: it }))}
          />
        ) : (
          <input
            aria-label={t("headerValue", { name: called })}
            aria-invalid={problem === "value" ? true : undefined}
            value={value}
            disabled={removed || type === "null"}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ value: event.target.value })}
            className="field min-w-0 font-mono text-xs max-sm:col-span-2"
          />
        )}
        <RemoveButton removed={removed} called={called} onClick={onRemove} />
      </div>
      {wrong && (
        <p role="alert" className="text-xs text-bad">
          {t(`headerProblem.${problem!}`, { type })}
        </p>
      )}
    </li>
  );
}

function RemoveButton({
  removed,
  called,
  onClick,
}: {
  removed: boolean;
  called: string;
  onClick: () => void;
}) {
  const t = useTranslations("deadLetterEdit");
  const label = t(removed ? "keepHeader" : "removeHeader", { name: called });
  const Icon = removed ? RotateCcw : Trash2;
  return (
    <Button
      look="quiet"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="justify-self-end max-sm:col-start-2 max-sm:row-start-1"
    >
      <Icon aria-hidden className="size-4" />
    </Button>
  );
}
