import { DatabaseZap, Inbox, SearchX } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { TimeRange } from "@/components/range/time-range";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { FilterValues } from "./filter-fields";

/** Why the list is empty, of which there are three kinds: nothing stored yet, nothing matches, nothing wrong. */
export function EmptyList({
  filters,
  text,
  range,
  stored,
  onWiden,
  onClear,
}: {
  filters: FilterValues;
  text: string | null;
  range: TimeRange;
  /** How many messages there are at all; null when not known. */
  stored: number | null;
  onWiden: () => void;
  onClear: () => void;
}) {
  const t = useTranslations("empty");
  if (stored === 0) {
    return (
      <Notice icon={Inbox} title={t("nothingStored")}>
        {t("nothingStoredHint")}
      </Notice>
    );
  }
  const filtered = Object.keys(filters).length > 0 || text !== null;
  const ranged = range.preset !== "all" || range.from !== null || range.to !== null;
  const looksForTrouble =
    filters.anomaly === "true" || ["unreadable", "clash", "intrusion"].includes(filters.reading ?? "");
  const actions = (
    <>
      {ranged && <Button onClick={onWiden}>{t("widen")}</Button>}
      {filtered && <Button onClick={onClear}>{t("clear")}</Button>}
    </>
  );
  if (looksForTrouble && Object.keys(filters).length === 1 && text === null) {
    return (
      <Notice icon={Inbox} title={t("nothingWrong")} actions={actions}>
        {t("nothingWrongHint")}
      </Notice>
    );
  }
  return (
    <Notice icon={SearchX} title={t("noMatch")} actions={actions}>
      {t(filtered ? "noMatchHint" : "quietHint")}
    </Notice>
  );
}

/** The search failed: what is wrong, and what still works. */
export function FailedList({
  message,
  onRetry,
  onClear,
}: {
  message: string;
  onRetry: () => void;
  onClear: () => void;
}) {
  const t = useTranslations("failed");
  return (
    <Notice
      icon={DatabaseZap}
      role="alert"
      title={t("title")}
      actions={
        <>
          <Button look="primary" onClick={onRetry}>
            {t("retry")}
          </Button>
          <Button onClick={onClear}>{t("clear")}</Button>
        </>
      }
    >
      <p className="text-ink">{message}</p>
      <p className="mt-1">{t("stillWorks")}</p>
    </Notice>
  );
}

/** The end of the list: more rows to load, a search that stopped at its limit, or nothing more. */
export function ListFoot({
  more,
  loading,
  failed,
  partial,
  searchedTo,
  onMore,
}: {
  more: boolean;
  loading: boolean;
  failed: boolean;
  partial: boolean;
  searchedTo: string | null;
  onMore: () => void;
}) {
  const t = useTranslations("events");
  const format = useFormatter();
  if (!more) return <p className="px-4 py-4 text-center text-xs text-muted">{t("end")}</p>;
  return (
    <div className="flex flex-wrap items-center justify-center gap-3 px-4 py-3 text-xs text-muted">
      {failed && <span className="text-bad">{t("moreFailed")}</span>}
      {partial && searchedTo && (
        <span>
          {t("partial", {
            time: format.dateTime(new Date(searchedTo), { dateStyle: "medium", timeStyle: "medium" }),
          })}
        </span>
      )}
      <Button onClick={onMore} disabled={loading}>
        {t(loading ? "loadingMore" : partial ? "continue" : "more")}
      </Button>
    </div>
  );
}
