import clsx from "clsx";
import { type ComponentProps, useId } from "react";

/** A labelled input of a form. A hint stands below; what is wrong takes its place and is read out with the field. */
export function Field({
  label,
  hint,
  error,
  className,
  ...input
}: ComponentProps<"input"> & {
  label: string;
  hint?: string;
  /** What is wrong with the value, in a sentence. */
  error?: string | null;
}) {
  const id = useId();
  const note = useId();
  return (
    <div className={clsx("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? note : undefined}
        {...input}
        className="field w-full"
      />
      {(hint || error) && (
        <p id={note} className={clsx("text-xs", error ? "text-bad" : "text-muted")}>
          {error || hint}
        </p>
      )}
    </div>
  );
}
