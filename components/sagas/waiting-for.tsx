"use client";

import clsx from "clsx";
import { ChevronDown, ChevronUp, Hourglass, Skull } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { VisibleText } from "@/components/ui/visible-text";
import type { SagaDetail } from "@/server/sagas/saga-schemas";
import { useSpan } from "./timeline/use-span";

type Saga = SagaDetail["saga"];
type Expectation = Saga["waitingFor"][number];

/** What a saga waits for, from whom, since when, and what that rests on, in sentences. */
export function WaitingFor({
  saga,
  now,
  momentOf,
  onShow,
}: {
  saga: Pick<Saga, "waitingFor" | "status" | "certainty">;
  /** Microseconds since 1970. */
  now: number;
  /** When an event of the saga came, in microseconds since 1970; null: it is not shown. */
  momentOf: (id: string) => number | null;
  /** Opens the event that something is expected after. */
  onShow: (id: string) => void;
}) {
  const t = useTranslations("saga.waiting");
  if (saga.waitingFor.length === 0) {
    return saga.certainty === "unknown" ? <p className="text-sm text-muted">{t("unknown")}</p> : null;
  }
  const bad = saga.status === "STUCK";
  return (
    <ul className="flex flex-col gap-1">
      {alternatives(saga.waitingFor).map(([expectation, ...others]) => (
        <li key={`${expectation.afterId} ${expectation.type}`} className="flex items-start gap-2 text-sm">
          <Hourglass aria-hidden className={`mt-0.5 size-4 shrink-0 ${bad ? "text-bad" : "text-muted"}`} />
          <Sentence
            expectation={expectation}
            others={others}
            now={now}
            since={momentOf(expectation.afterId)}
            onShow={onShow}
          />
        </li>
      ))}
    </ul>
  );
}

function Sentence({
  expectation,
  others,
  now,
  since,
  onShow,
}: {
  expectation: Expectation;
  /** What may come in its place. */
  others: readonly Expectation[];
  now: number;
  since: number | null;
  onShow: (id: string) => void;
}) {
  const t = useTranslations("saga.waiting");
  const span = useSpan();
  const { type, from, afterId, afterType, share, p50Ms, p95Ms, instances, dueAt } = expectation;
  const strong = (chunks: ReactNode) => <strong className="font-semibold">{chunks}</strong>;
  const name = () => <VisibleText value={type} className="[overflow-wrap:anywhere]" />;
  const who = () => <VisibleText value={from ?? ""} className="[overflow-wrap:anywhere]" />;
  const after = () => (
    <button type="button" onClick={() => onShow(afterId)} className="text-accent hover:underline">
      <VisibleText value={afterType} className="[overflow-wrap:anywhere]" />
    </button>
  );
  const overdue = dueAt === null ? null : (now - dueAt) / 1_000;
  return (
    <div className="min-w-0">
      <p>
        {t.rich(from === null ? "for" : "forFrom", { strong, name, who, after })}
        {others.map((other) => (
          <span key={`${other.type} ${other.from}`} className="text-muted">
            {t("or")} <VisibleText value={other.type} className="[overflow-wrap:anywhere]" />
            {other.share !== null && t("share", { share: other.share })}
          </span>
        ))}
      </p>
      <p className="text-xs text-muted">
        {[
          since === null ? null : t("since", { span: span((now - since) / 1_000) }),
          instances === null
            ? t("byDefinition")
            : p50Ms !== null && p95Ms !== null
              ? t("usually", { p50: span(p50Ms), p95: span(p95Ms) })
              : null,
          overdue === null
            ? null
            : overdue > 0
              ? t("overdue", { span: span(overdue) })
              : t("dueIn", { span: span(-overdue) }),
          share !== null && instances !== null ? t("rests", { instances, share }) : null,
        ]
          .filter((part) => part !== null)
          .join(" · ")}
      </p>
    </div>
  );
}

/** What is expected after the same event belongs together: one of it comes. The most usual is first. */
function alternatives(waitingFor: readonly Expectation[]): [Expectation, ...Expectation[]][] {
  const found = new Map<string, [Expectation, ...Expectation[]]>();
  for (const expectation of [...waitingFor].sort((a, b) => (b.share ?? 1) - (a.share ?? 1))) {
    // What a definition says is all of it expected.
    const key =
      expectation.share === null ? `${expectation.afterId} ${expectation.type}` : expectation.afterId;
    const known = found.get(key);
    if (known) known.push(expectation);
    else found.set(key, [expectation]);
  }
  return [...found.values()];
}

/** The dead letters that may hold a saga up: each with its error, and the way to it. */
export function HeldUpBy({
  letters,
  over,
  children,
}: {
  letters: SagaDetail["deadLetters"];
  /** The saga came to an end all the same. */
  over: boolean;
  /** What can be done with one, right here. */
  children?: (letter: SagaDetail["deadLetters"][number]) => ReactNode;
}) {
  const t = useTranslations("saga.heldUp");
  // What came to its end is not held up: there it is beside the point.
  const [unfolded, setUnfolded] = useState(!over);
  const open = letters.filter(({ state }) => state === "held" || state === "observed");
  if (open.length === 0) return null;
  const title = t(over ? "left" : "title", { count: open.length });
  return (
    <section
      aria-label={title}
      className={clsx(
        "rounded-md border border-line bg-surface px-3 py-2",
        !over && "border-s-2 border-s-bad",
      )}
    >
      <h2 className={clsx("flex items-center gap-2 text-sm font-semibold", !over && "text-bad")}>
        <Skull aria-hidden className="size-4 shrink-0" />
        {title}
        {over && (
          <Button
            look="quiet"
            className="ms-auto -my-1"
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {t(unfolded ? "fold" : "unfold")}
            {unfolded ? (
              <ChevronUp aria-hidden className="size-4" />
            ) : (
              <ChevronDown aria-hidden className="size-4" />
            )}
          </Button>
        )}
      </h2>
      <ul className={clsx("mt-1 flex-col gap-1", unfolded ? "flex" : "hidden")}>
        {open.slice(0, SHOWN).map((letter) => (
          <li key={letter.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
            <span className="min-w-0 flex-1 basis-60">
              <Link
                href={`/dead-letters/${letter.id}`}
                className="font-medium underline [overflow-wrap:anywhere]"
              >
                {letter.error === null ? (
                  t("noError", { reason: letter.reason })
                ) : (
                  <VisibleText value={letter.error} title={false} className="line-clamp-2" />
                )}
              </Link>{" "}
              <span className="text-xs">
                {t("in")} <VisibleText value={letter.queue} className="font-mono [overflow-wrap:anywhere]" />
              </span>
            </span>
            {children?.(letter)}
          </li>
        ))}
      </ul>
      {unfolded && open.length > SHOWN && (
        <p className="mt-1 text-xs">{t("more", { count: open.length - SHOWN })}</p>
      )}
    </section>
  );
}

const SHOWN = 3;
