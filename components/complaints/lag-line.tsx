import { Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReadModelLag } from "@/server/complaints/list-schemas";

/** A lag shorter than this is gone before anybody has read about it. */
const TOLD_FROM_SECONDS = 2;

/** Says that what is shown does not have everything yet; nothing while it has. `of`: what is shown. */
export function LagLine({
  lag,
  of = "complaints",
}: {
  lag: ReadModelLag | undefined;
  of?: "complaints" | "sagas";
}) {
  const t = useTranslations(`${of}.lag`);
  const behind = lag !== undefined && lag.behind > 0 && lag.lagSeconds >= TOLD_FROM_SECONDS;
  return (
    <div role="status" className="empty:hidden">
      {(behind || lag?.rebuilding) && (
        <p className="flex items-center gap-2 border-b border-line bg-warn-soft px-4 py-1.5 text-xs text-warn">
          <Hourglass aria-hidden className="size-3.5 shrink-0" />
          {behind ? t("behind", { count: lag.behind }) : t("rebuilding")}
        </p>
      )}
    </div>
  );
}
