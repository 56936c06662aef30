import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import { type ComponentProps, useId } from "react";

/** A labelled choice of a form. See `Field`; for a choice outside of a form see `Select`. */
export function SelectField({
  label,
  hint,
  error,
  className,
  options,
  ...select
}: ComponentProps<"select"> & {
  label: string;
  hint?: string;
  error?: string | null;
  options: readonly { value: string; label: string }[];
}) {
  const id = useId();
  const note = useId();
  return (
    <div className={clsx("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <span className="relative flex">
        <select
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={hint || error ? note : undefined}
          {...select}
          className="field w-full appearance-none truncate pe-7"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute end-2 top-2 size-4 text-muted" />
      </span>
      {(hint || error) && (
        <p id={note} className={clsx("text-xs", error ? "text-bad" : "text-muted")}>
          {error || hint}
        </p>
      )}
    </div>
  );
}
