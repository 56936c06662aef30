import clsx from "clsx";
import { ChevronDown, type LucideIcon } from "lucide-react";

/** One of several, by the browser's own list: it works by keyboard, by voice and on every telephone. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  disabled,
  className,
  icon: Icon,
  quiet = false,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  disabled?: boolean;
  className?: string;
  icon?: LucideIcon;
  /** Without an edge: in a bar. */
  quiet?: boolean;
}) {
  return (
    <span className={clsx("relative inline-flex min-w-0", className)}>
      {Icon && <Icon aria-hidden className="pointer-events-none absolute start-2 top-2 size-4 text-muted" />}
      <select
        aria-label={label}
        title={quiet ? label : undefined}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as Value)}
        className={clsx(
          "w-full min-w-0 appearance-none truncate pe-7",
          quiet
            ? "min-h-8 rounded-md bg-surface text-sm font-medium text-muted hover:bg-raised hover:text-ink"
            : "field",
          Icon ? "ps-8" : quiet && "ps-2",
        )}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute end-2 top-2 size-4 text-muted" />
    </span>
  );
}
