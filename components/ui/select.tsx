import clsx from "clsx";
import { ChevronDown } from "lucide-react";

/** One of several, by the browser's own list: it works by keyboard, by voice and on every telephone. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  disabled,
  className,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  disabled?: boolean;
  className?: string;
}) {
  return (
    <span className={clsx("relative inline-flex min-w-0", className)}>
      <select
        aria-label={label}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as Value)}
        className="field w-full min-w-0 appearance-none truncate pe-7 disabled:opacity-50"
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
