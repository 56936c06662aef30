import { VisibleText } from "@/components/ui/visible-text";

/** A name that opens what it names, with what kind of thing it is below. */
export function NameCell({
  name,
  label,
  detail,
  onOpen,
}: {
  name: string;
  label: string;
  detail: string;
  onOpen: () => void;
}) {
  return (
    <span className="flex min-w-0 flex-col items-start">
      <button
        type="button"
        aria-label={label}
        onClick={(event) => {
          // The row would open it once more.
          event.stopPropagation();
          onOpen();
        }}
        className="min-h-6 max-w-full truncate rounded-sm text-start font-medium hover:underline"
      >
        <VisibleText value={name} />
      </button>
      <VisibleText value={detail} className="max-w-full truncate text-xs text-muted" />
    </span>
  );
}
