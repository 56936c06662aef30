import clsx from "clsx";
import { type ComponentProps, useId } from "react";

/** A labelled field for more than a line; grows with what is written. See `Field`. */
export function TextArea({
  label,
  hint,
  error,
  className,
  ...area
}: ComponentProps<"textarea"> & { label: string; hint?: string; error?: string | null }) {
  const id = useId();
  const note = useId();
  return (
    <div className={clsx("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={4}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? note : undefined}
        {...area}
        className="field field-sizing-content max-h-96 min-h-24 w-full py-1.5"
      />
      {(hint || error) && (
        <p id={note} className={clsx("text-xs", error ? "text-bad" : "text-muted")}>
          {error || hint}
        </p>
      )}
    </div>
  );
}
