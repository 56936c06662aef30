"use client";

/** A text to look for. It counts when Enter is pressed or the field is left. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  return (
    <input
      key={value ?? ""}
      type="search"
      aria-label={label}
      placeholder={label}
      defaultValue={value ?? ""}
      maxLength={200}
      className="field w-52 min-w-0 max-sm:col-span-2 max-sm:w-full"
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      onBlur={(event) => {
        const next = event.target.value.trim() || null;
        if (next !== value) onChange(next);
      }}
    />
  );
}
