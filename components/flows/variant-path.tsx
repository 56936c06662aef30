import { ChevronRight, Split } from "lucide-react";
import { useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import type { VariantNode } from "@/server/sagas/saga";

/** Types of one way that are told; nobody reads more of them in a row. */
const MOST = 24;

interface Link {
  key: string;
  type: string;
  times: number;
  /** It follows what was told before a branch, and not what stands before it. */
  branch: boolean;
}

/** A way as a chain of types: what comes again with ×n, branches one after the other, each with a sign. */
export function VariantPath({ path }: { path: readonly VariantNode[] }) {
  const t = useTranslations("flows");
  const links = linksOf(path);
  return (
    <ol className="flex min-w-0 flex-wrap items-center gap-y-1 text-xs">
      {links.slice(0, MOST).map(({ key, type, times, branch }, index) => (
        <li key={key} className="flex max-w-full min-w-0 items-center">
          {index > 0 &&
            (branch ? (
              <Split role="img" aria-label={t("branch")} className="mx-1 size-3.5 shrink-0 text-warn" />
            ) : (
              <ChevronRight aria-hidden className="mx-0.5 size-3.5 shrink-0 text-muted" />
            ))}
          <span className="flex min-w-0 items-center gap-1 rounded-sm border border-line bg-raised px-1.5 py-0.5">
            <VisibleText value={type} className="truncate" />
            {times > 1 && <span className="shrink-0 font-medium text-accent tabular-nums">×{times}</span>}
          </span>
        </li>
      ))}
      {links.length > MOST && (
        <li className="ms-1.5 text-muted">{t("more", { count: links.length - MOST })}</li>
      )}
    </ol>
  );
}

function linksOf(path: readonly VariantNode[]): Link[] {
  const links: Link[] = [];
  // Deep ways must not need a deep stack.
  const waiting = path.map((node, i) => ({ node, branch: i > 0 })).reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, branch } = next;
    links.push({ key: String(links.length), type: node.type, times: node.times ?? 1, branch });
    const following = node.next ?? [];
    for (let i = following.length - 1; i >= 0; i--) waiting.push({ node: following[i]!, branch: i > 0 });
  }
  return links;
}
