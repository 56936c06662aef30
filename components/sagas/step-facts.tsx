import { ArrowUpRight, CornerDownRight, Link2, Skull, Unlink } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { VisibleText } from "@/components/ui/visible-text";
import type { SagaDetail } from "@/server/sagas/saga-schemas";
import type { TimelineEvent, TimelineModel } from "./timeline/timeline-model";
import { useSpan } from "./timeline/use-span";

/** What an event is in its saga: what it followed, what followed it, what happened to it, in lines with their links. */
export function StepFacts({
  event,
  model,
  deadLetters,
  onShow,
}: {
  event: TimelineEvent;
  model: TimelineModel;
  deadLetters: SagaDetail["deadLetters"];
  /** Opens another event of the saga. */
  onShow: (id: string) => void;
}) {
  const t = useTranslations("saga.step");
  const marks = useTranslations("saga.timeline.mark");
  const span = useSpan();
  const { step } = event;
  const before = step.beforeId === null ? undefined : model.byId.get(step.beforeId);
  const pair = step.pairId === null ? undefined : model.byId.get(step.pairId);
  const effects = model.events.filter(({ step: other }) => other.beforeId === step.id);
  const letters = deadLetters.filter(({ recordId }) => recordId === step.id);
  const to = (other: TimelineEvent) => (
    <button
      type="button"
      onClick={() => onShow(other.step.id)}
      className="min-h-6 text-start text-accent [overflow-wrap:anywhere] hover:underline"
    >
      <VisibleText value={other.step.type} />
    </button>
  );
  return (
    <ul aria-label={t("title")} className="flex flex-col gap-1 px-4 py-2 text-sm">
      {before && (
        <Line icon={step.link === "causation" ? Link2 : Unlink}>
          {t(step.link === "causation" ? "after" : "afterInferred", { span: span(step.gapMs ?? 0) })}{" "}
          {to(before)}
        </Line>
      )}
      {!before && step.elsewhere === null && <Line icon={CornerDownRight}>{t("begins")}</Line>}
      {step.elsewhere && (
        <Line icon={ArrowUpRight}>
          {t("elsewhere")}{" "}
          <Link
            href={`/sagas/${step.elsewhere.sagaId}?event=${step.elsewhere.recordId}`}
            className="text-accent hover:underline"
          >
            {t("otherSaga")}
          </Link>
        </Line>
      )}
      {event.until !== null && (
        <Line icon={CornerDownRight}>{t("consumed", { span: span((event.until - step.at) / 1_000) })}</Line>
      )}
      {pair && (
        <Line icon={Link2}>
          {t(step.kind === "reply" ? "replyTo" : "reply", {
            span: span(Math.abs(pair.step.at - step.at) / 1_000),
          })}{" "}
          {to(pair)}
        </Line>
      )}
      {step.kind === "request" && !pair && <Line icon={Unlink}>{t("noReply")}</Line>}
      {effects.slice(0, MOST).map((effect) => (
        <Line key={effect.step.id} icon={CornerDownRight}>
          {t(effect.step.link === "causation" ? "led" : "ledInferred")} {to(effect)}
        </Line>
      ))}
      {effects.length > MOST && (
        <Line icon={CornerDownRight}>{t("moreEffects", { count: effects.length - MOST })}</Line>
      )}
      {step.compensation !== null && (
        <Line icon={CornerDownRight}>
          <span className="text-undo">{t(step.compensation === "exact" ? "undoes" : "undoesInferred")}</span>
        </Line>
      )}
      {event.marks.map((mark) => (
        <Line key={mark.id} icon={CornerDownRight}>
          {t("later", { span: span((mark.at - step.at) / 1_000) })}{" "}
          <Link href={`/events/${mark.id}`} className="text-accent underline">
            {marks(mark.role)}
          </Link>
        </Line>
      ))}
      {letters.map((letter) => (
        <Line key={letter.id} icon={Skull}>
          <Link href={`/dead-letters/${letter.id}`} className="text-bad underline [overflow-wrap:anywhere]">
            {t("deadLetter")}
          </Link>
          {letter.error !== null && (
            <>
              {": "}
              <VisibleText
                value={letter.error}
                title={false}
                className="line-clamp-3 [overflow-wrap:anywhere]"
              />
            </>
          )}
        </Line>
      ))}
    </ul>
  );
}

const MOST = 8;

function Line({ icon: Icon, children }: { icon: typeof Link2; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      <Icon aria-hidden className="mt-1 size-3.5 shrink-0 text-muted" />
      <span className="min-w-0">{children}</span>
    </li>
  );
}
