import clsx from "clsx";
import { CornerDownRight, GitCommitVertical, Repeat2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { FilterValues } from "@/components/events/filter-fields";
import { VisibleText } from "@/components/ui/visible-text";
import type { AuditItem } from "@/server/audit/audit-schemas";
import type { CausationOutput } from "@/server/audit/related-schemas";
import { EventLine } from "./event-line";

interface Props {
  item: AuditItem;
  causation: CausationOutput;
  href: (filters: FilterValues) => string;
}

/** How far each level stands in. Deeper ones do not occur: the walk ends before. */
const INDENTS = ["", "ps-4", "ps-8", "ps-12", "ps-16", "ps-20", "ps-24"];

/** The first cause at the top, the message in the middle, what it caused below. */
export function CausationView({ item, causation, href }: Props) {
  const t = useTranslations("eventPage.causation");
  const { causes, end, missing, effects, direct, cut } = causation;
  const chain = [...causes].reverse();
  return (
    <div className="py-1">
      <Above end={end} missing={missing} alone={causes.length === 0} href={href} />
      <ol aria-label={t("tree")}>
        {chain.map(({ item: cause, alternatives, effects: all }, i) => (
          <li key={cause.message.id}>
            <EventLine
              item={cause}
              current={false}
              lead={<Branch first={i === 0 && end !== "missing"} />}
              {...(i > 0 ? { since: chain[i - 1]!.item.message.receivedAt } : {})}
              note={
                (all.total > 1 || alternatives > 0) && (
                  <p className="text-xs text-muted">
                    {all.total > 1 && (
                      <Link
                        href={href({ causationId: cause.event?.eventId ?? "" })}
                        className="inline-flex min-h-6 items-center text-accent hover:underline"
                      >
                        {t(all.exact ? "otherEffects" : "otherEffectsAtLeast", { count: all.total - 1 })}
                      </Link>
                    )}{" "}
                    {alternatives > 0 && t("alternatives", { count: alternatives })}
                  </p>
                )
              }
            />
          </li>
        ))}
        <li>
          <EventLine
            item={item}
            current
            lead={<Branch first={causes.length === 0} />}
            {...(chain.length > 0 ? { since: chain.at(-1)!.item.message.receivedAt } : {})}
          />
        </li>
        {effects.map((step, i) => (
          <li key={step.item.message.id + step.parent} className={INDENTS[step.depth]}>
            <EventLine
              item={step.item}
              current={false}
              lead={
                <CornerDownRight
                  aria-hidden
                  className="mt-0.5 size-4 shrink-0 text-line-strong rtl:-scale-x-100"
                />
              }
              since={parentOf(effects, i, item).message.receivedAt}
              note={<StepNote step={step} href={href} />}
            />
          </li>
        ))}
      </ol>
      <Below
        item={item}
        direct={direct}
        shown={effects.filter(({ depth }) => depth === 1).length}
        href={href}
      />
      {(cut.deep || cut.wide) && <Note>{t(cut.deep ? "cutDeep" : "cutWide")}</Note>}
    </div>
  );
}

function parentOf(effects: CausationOutput["effects"], at: number, focus: AuditItem): AuditItem {
  const { parent } = effects[at]!;
  return effects.find(({ item }) => item.message.id === parent)?.item ?? focus;
}

/** The line that joins a cause to what is below it. */
function Branch({ first }: { first: boolean }) {
  return (
    <GitCommitVertical
      aria-hidden
      className={clsx("mt-0.5 size-4 shrink-0", first ? "text-accent" : "text-line-strong")}
    />
  );
}

function StepNote({ step, href }: { step: CausationOutput["effects"][number]; href: Props["href"] }) {
  const t = useTranslations("eventPage.causation");
  if (step.circle) {
    return (
      <p className="flex items-center gap-1 text-xs text-warn">
        <Repeat2 aria-hidden className="size-3.5" />
        {t("circleBelow")}
      </p>
    );
  }
  if (!step.hidden) return null;
  return (
    <Link
      href={href({ causationId: step.item.event?.eventId ?? "" })}
      className="inline-flex min-h-6 items-center text-xs text-accent hover:underline"
    >
      {t(step.hiddenExact ? "hidden" : "hiddenAtLeast", { count: step.hidden })}
    </Link>
  );
}

function Above({
  end,
  missing,
  alone,
  href,
}: Pick<CausationOutput, "end" | "missing"> & { alone: boolean; href: Props["href"] }) {
  const t = useTranslations("eventPage.causation");
  if (end === "root") return alone ? <Note>{t("noCause")}</Note> : null;
  return (
    <Note warn={end !== "cut"}>
      {t(`end.${end}`)}{" "}
      {missing !== null && (
        <Link href={href({ eventId: missing })} className="hover:underline">
          <VisibleText value={missing} className="font-mono [overflow-wrap:anywhere]" />
        </Link>
      )}
    </Note>
  );
}

function Below({
  item,
  direct,
  shown,
  href,
}: {
  item: AuditItem;
  direct: CausationOutput["direct"];
  shown: number;
  href: Props["href"];
}) {
  const t = useTranslations("eventPage.causation");
  if (direct === null) return <Note>{t(item.event ? "noEventId" : "noEvent")}</Note>;
  if (direct.total === 0) return <Note>{t("noEffects")}</Note>;
  if (direct.total === shown) return null;
  return (
    <Note>
      <Link
        href={href({ causationId: item.event?.eventId ?? "" })}
        className="inline-flex min-h-6 items-center text-accent hover:underline"
      >
        {t(direct.exact ? "allEffects" : "allEffectsAtLeast", { count: direct.total })}
      </Link>
    </Note>
  );
}

function Note({ warn = false, children }: { warn?: boolean; children: ReactNode }) {
  return <p className={clsx("px-4 py-1.5 text-xs", warn ? "text-warn" : "text-muted")}>{children}</p>;
}
