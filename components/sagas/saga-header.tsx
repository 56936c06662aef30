import { ArrowLeft, Link2, MessagesSquare } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { LinkButton } from "@/components/ui/link-button";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import type { SagaDetail } from "@/server/sagas/saga-schemas";
import { SagaBadge } from "./saga-badge";
import { useSpan } from "./timeline/use-span";

/** Its library comes after the page. */
const InstancesMenu = dynamic(() => import("./instances-menu"), { ssr: false });

/** Head of the page of one saga: what it is, where it stands, since when, who takes part. */
export function SagaHeader({
  detail,
  now,
  link,
  mayReadComplaints,
  children,
}: {
  detail: SagaDetail;
  /** Microseconds since 1970. */
  now: number;
  link: () => string;
  mayReadComplaints: boolean;
  /** What can be done with it. */
  children?: ReactNode;
}) {
  const t = useTranslations("saga");
  const format = useFormatter();
  const span = useSpan();
  const { saga, instances, complaintId, outsideScope, hiddenSteps } = detail;
  const open = saga.status === "RUNNING" || saga.status === "COMPENSATING" || saga.status === "STUCK";
  return (
    <header className="border-b border-line bg-surface px-4 pt-3 pb-2.5">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <Link
            href="/sagas?range=24h"
            className="mb-0.5 flex min-h-6 w-fit items-center gap-1.5 text-xs text-muted hover:text-ink"
          >
            <ArrowLeft aria-hidden className="size-3.5 rtl:rotate-180" />
            {t("back")}
          </Link>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">
              <VisibleText value={saga.definition?.title ?? saga.type} title={false} />
            </h1>
            <SagaBadge status={saga.status} late={saga.late} />
            <span className="text-xs text-muted" title={t(`certaintyHint.${saga.certainty}`)}>
              {t(`certainty.${saga.certainty}`)}
            </span>
          </div>
          <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-sm">
            {saga.definition && (
              <Item name={t("begins")}>
                <VisibleText value={saga.type} className="[overflow-wrap:anywhere]" />
              </Item>
            )}
            <Item name={t(`basis.${saga.basis}`)}>
              <span className="flex items-center">
                <VisibleText value={saga.value} className="font-mono text-xs [overflow-wrap:anywhere]" />
                <CopyButton
                  text={makeVisible(saga.value)}
                  label={t("copyValue")}
                  className="-my-2 min-h-7 min-w-7 px-1"
                />
              </span>
            </Item>
            <Item name={t("started")}>
              <time dateTime={new Date(saga.startedAt / 1_000).toISOString()}>
                {format.dateTime(new Date(saga.startedAt / 1_000), {
                  dateStyle: "medium",
                  timeStyle: "medium",
                })}
              </time>
            </Item>
            <Item name={t(open ? "age" : "took")}>
              {span(open ? (now - saga.startedAt) / 1_000 : saga.durationMs)}
            </Item>
            <Item name={t("events")}>{format.number(saga.events)}</Item>
            {saga.participants.length > 0 && (
              <Item name={t("participants")}>
                <span className="[overflow-wrap:anywhere]">
                  {saga.participants.map((name, i) => (
                    <span key={name}>
                      {i > 0 && ", "}
                      <VisibleText value={name} />
                    </span>
                  ))}
                </span>
              </Item>
            )}
          </dl>
          {(outsideScope > 0 || hiddenSteps > 0) && (
            <p className="mt-1 text-xs text-warn">
              {[
                hiddenSteps > 0 ? t("hiddenSteps", { count: hiddenSteps }) : null,
                outsideScope > 0 ? t("outsideScope", { count: outsideScope }) : null,
              ]
                .filter((part) => part !== null)
                .join(" ")}
            </p>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-1 empty:hidden">
          {children}
          {complaintId !== null && mayReadComplaints && (
            <LinkButton href={`/complaints/${encodeURIComponent(complaintId)}`} look="quiet">
              <MessagesSquare aria-hidden className="size-4" />
              {t("complaint")}
            </LinkButton>
          )}
          {instances.length > 1 && <InstancesMenu instances={instances} current={saga.id} />}
          {/* Where there is little room, the one over every page does. */}
          <CopyButton text={link} label={t("copyLink")} icon={Link2} className="max-md:hidden">
            {t("link")}
          </CopyButton>
        </div>
      </div>
    </header>
  );
}

function Item({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-baseline gap-1.5">
      <dt className="text-xs whitespace-nowrap text-muted">{name}</dt>
      <dd className="min-w-0 tabular-nums">{children}</dd>
    </div>
  );
}
