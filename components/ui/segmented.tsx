"use client";

import type { LucideIcon } from "lucide-react";
import { type ReactNode, useId } from "react";

/** One of a few, all in sight: native radio buttons drawn as a strip, so arrows choose. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode; icon?: LucideIcon }[];
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="inline-flex max-w-full overflow-x-auto rounded-md border border-line-strong bg-surface p-0.5"
    >
      {options.map(({ value: own, label, icon: Icon }) => (
        <label
          key={own}
          className="relative flex min-h-7 cursor-pointer items-center gap-1.5 rounded-sm px-2.5 text-sm font-medium whitespace-nowrap text-muted hover:text-ink has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={own}
            checked={own === value}
            onChange={() => onChange(own)}
            className="absolute inset-0 cursor-[inherit] appearance-none outline-none"
          />
          {Icon && <Icon aria-hidden className="size-4" />}
          {label}
        </label>
      ))}
    </div>
  );
}
