import { useFormatter, useTranslations } from "next-intl";
import type { GapItem } from "@/server/taps/taps-schemas";
import { useGapSentence } from "./sentences";

/** The dated gaps of an exchange: when, how many, why. */
export function GapList({ gaps, failed }: { gaps: readonly GapItem[] | null; failed: boolean }) {
  const t = useTranslations("topology.detail");
  const format = useFormatter();
  const sentence = useGapSentence();
  if (failed) return <p className="text-bad">{t("gapsFailed")}</p>;
  if (gaps === null) return <div className="skeleton h-4 w-40" />;
  if (gaps.length === 0) return <p className="text-muted">{t("noGaps")}</p>;
  const moment = (iso: string) =>
    format.dateTime(new Date(iso), { dateStyle: "medium", timeStyle: "medium" });
  return (
    <ol className="flex flex-col gap-2">
      {gaps.map((gap) => {
        const { count, cause } = sentence(gap);
        return (
          <li key={gap.id ?? "quarantine"}>
            <p className="text-xs text-muted tabular-nums">
              {t("gapTime", { from: moment(gap.from), to: moment(gap.to) })}
            </p>
            <p>
              <span className="font-medium">{count}</span> {cause}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
