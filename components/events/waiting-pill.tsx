import { useTranslations } from "next-intl";

/** Rows that wait. They come into the list when the reader asks for them. */
export function WaitingPill({
  count,
  dropped = 0,
  onTake,
}: {
  count: number;
  /** How many more were left out. */
  dropped?: number;
  onTake: () => void;
}) {
  const t = useTranslations("live");
  return (
    <div className="pointer-events-none absolute inset-x-0 top-0 z-10 flex justify-center" role="status">
      {count > 0 && (
        <button
          type="button"
          onClick={onTake}
          className="pointer-events-auto min-h-8 rounded-full bg-accent px-4 text-sm font-medium text-on-accent shadow-lg"
        >
          {t("waiting", { count })}
          {dropped > 0 && (
            <span className="ms-1.5 font-normal opacity-85">{t("dropped", { count: dropped })}</span>
          )}
        </button>
      )}
    </div>
  );
}
