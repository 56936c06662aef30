import { CircleSlash, PencilLine, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { makeVisible } from "@/components/ui/visible-text";
import type { PatchCounts, PatchedMessage } from "@/server/dead-letters/edit-schemas";
import type { PatchRefusal } from "@/server/dead-letters/patch-refusal";
import { ChangeList } from "../edit/change-list";
import { ProblemList } from "../edit/problem-list";

/** What a patch would do: how many messages, which not and why, and message by message what would be different. */
export function PatchResult({
  counts,
  items,
  onMore,
}: {
  counts: PatchCounts;
  items: readonly PatchedMessage[];
  /** Null: these are all. */
  onMore: (() => void) | null;
}) {
  const t = useTranslations("deadLetterEdit.patch");
  const why = useRefusalText();
  const { total, applies, unchanged, refused, warned, unchecked } = counts;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div role="status" className="flex flex-col gap-1 text-sm">
        <p className="font-medium">
          {t("counts", { total, applies, unchanged, refused: total - applies - unchanged })}
        </p>
        {refused.map(({ refusal, at, count }) => (
          <p key={`${refusal} ${at}`} className="flex gap-2">
            <CircleSlash aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
            {t("leftOut", { count, why: why(refusal, at) })}
          </p>
        ))}
        {warned > 0 && (
          <p className="flex gap-2">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
            {t("warned", { count: warned })}
          </p>
        )}
        {unchecked > 0 && <p className="text-muted">{t("unchecked", { count: unchecked })}</p>}
      </div>
      <ul aria-label={t("messages")} className="flex flex-col gap-2">
        {items.map((item) => (
          <li key={item.id} className="min-w-0 rounded-md border border-line p-2.5">
            <p className="mb-1.5 flex flex-wrap items-center gap-x-2 text-sm">
              <PencilLine aria-hidden className="size-4 shrink-0 text-muted" />
              <Link href={`/dead-letters/${item.id}`} className="font-medium text-accent underline">
                {t("message", { id: item.id })}
              </Link>
              <span className="text-muted [overflow-wrap:anywhere]">{makeVisible(item.eventType ?? "")}</span>
            </p>
            <Outcome item={item} />
          </li>
        ))}
      </ul>
      {onMore && (
        <div>
          <Button onClick={onMore}>{t("more")}</Button>
        </div>
      )}
    </div>
  );
}

function Outcome({ item }: { item: PatchedMessage }) {
  const t = useTranslations("deadLetterEdit.patch");
  const why = useRefusalText();
  if (item.refusal) return <p className="text-sm text-muted">{why(item.refusal, item.at)}</p>;
  if (!item.changes || !item.shape) return <p className="text-sm text-muted">{t("same")}</p>;
  return (
    <>
      <ChangeList changes={item.changes} />
      {item.problems.length > 0 && (
        <div className="mt-2">
          <ProblemList problems={item.problems} shape={item.shape} />
        </div>
      )}
    </>
  );
}

/** A refusal in words. */
function useRefusalText(): (refusal: PatchRefusal, at: string | null) => string {
  const t = useTranslations("deadLetterEdit");
  return (refusal, at) =>
    t(`refusal.${refusal}`, { at: at === null || at === "" ? t("wholeBody") : makeVisible(at) });
}
