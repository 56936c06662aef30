import { CircleMinus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import type { LeftOut } from "@/server/redrive/redrive-schemas";

/** What matched and is not taken, and why; nothing where everything is. */
export function LeftOutList({ leftOut }: { leftOut: LeftOut }) {
  const t = useTranslations("redrives.leftOut");
  const { observed, redriven, discarded, gone, claimed } = leftOut;
  if (observed + redriven + discarded + gone + claimed.length === 0) return null;
  return (
    <section aria-label={t("title")} className="text-sm">
      <h3 className="text-xs font-semibold text-muted">{t("title")}</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {observed > 0 && <Line>{t("observed", { count: observed })}</Line>}
        {redriven > 0 && <Line>{t("redriven", { count: redriven })}</Line>}
        {discarded > 0 && <Line>{t("discarded", { count: discarded })}</Line>}
        {gone > 0 && <Line>{t("gone", { count: gone })}</Line>}
        {claimed.map((claim) => (
          <Line key={claim.redriveId}>
            {t("claimed", { count: claim.messages })}{" "}
            <Link href={`/dead-letters/redrives/${claim.redriveId}`} className="text-accent underline">
              {t("of")} <VisibleText value={claim.by} />
            </Link>
          </Line>
        ))}
      </ul>
    </section>
  );
}

function Line({ children }: { children: React.ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      <CircleMinus aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <span className="min-w-0">{children}</span>
    </li>
  );
}
