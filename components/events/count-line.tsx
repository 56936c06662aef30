import { useFormatter, useTranslations } from "next-intl";

/** How many messages match: exactly, or about. */
export function CountLine({
  count,
  loaded,
  failed,
}: {
  count: { value: number; exact: boolean } | null;
  loaded: number;
  failed: boolean;
}) {
  const t = useTranslations("events");
  const format = useFormatter();
  const text =
    count === null
      ? failed
        ? "–"
        : "…"
      : count.exact
        ? t("count", { count: count.value })
        : t("countAbout", { count: format.number(Math.max(count.value, loaded)) });
  return (
    <p className="me-auto text-xs text-muted tabular-nums" role="status">
      {text}
    </p>
  );
}
