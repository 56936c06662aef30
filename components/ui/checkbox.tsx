"use client";

import clsx from "clsx";
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";

/** A native checkbox in our look. `checked: "some"` stands over a list of which some are chosen. */
export function Checkbox({
  checked,
  onChange,
  label,
  hideLabel,
  disabled,
}: {
  checked: boolean | "some";
  onChange: (checked: boolean) => void;
  label: ReactNode;
  /** In a table, where the column says what it is: the label is read out only. */
  hideLabel?: boolean;
  disabled?: boolean;
}) {
  const Icon = checked === "some" ? Minus : Check;
  return (
    <label
      className={clsx(
        "inline-flex min-h-6 min-w-6 items-center gap-2 text-sm",
        disabled ? "opacity-50" : "cursor-pointer",
      )}
    >
      <span className="relative flex size-4 shrink-0">
        <input
          type="checkbox"
          ref={(input) => {
            if (input) input.indeterminate = checked === "some";
          }}
          checked={checked === true}
          disabled={disabled}
          onChange={(event) => onChange(event.target.checked)}
          className="size-4 cursor-[inherit] appearance-none rounded-sm border border-line-strong bg-surface checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent"
        />
        {checked !== false && (
          <Icon
            aria-hidden
            strokeWidth={3}
            className="pointer-events-none absolute inset-0 m-auto size-3 text-on-accent"
          />
        )}
      </span>
      <span className={hideLabel ? "sr-only" : "min-w-0"}>{label}</span>
    </label>
  );
}
