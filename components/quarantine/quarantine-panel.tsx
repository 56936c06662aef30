import { ArrowRight, CircleCheck, CircleX, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ExchangeName, Moment, Size } from "@/components/events/event-row";
import { Fact, Facts } from "@/components/events/facts";
import { HeadersView } from "@/components/events/headers-view";
import { RawView } from "@/components/events/payload-view";
import { MaskedFields } from "@/components/masking/masked-notice";
import { Button } from "@/components/ui/button";
import { Scrolling } from "@/components/ui/scrolling";
import { VisibleText } from "@/components/ui/visible-text";
import type { QuarantineDetail } from "@/server/quarantine/quarantine-schemas";
import { StateBadge } from "./quarantine-list";

interface Props {
  detail: QuarantineDetail;
  /** The button that imports it again, and what came of that. */
  action: ReactNode;
  /** What people did to it. */
  done: ReactNode;
  /** Whether the reader may take the body away. */
  download: boolean;
  onClose: () => void;
}

/** One message that could not be stored: why, what was tried, and all that came. */
export function QuarantinePanel({ detail, action, done, download, onClose }: Props) {
  const t = useTranslations("quarantine");
  const { item, history, properties, propertiesError, body } = detail;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 items-start gap-2 border-b border-line px-4 pt-3 pb-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold text-balance">{t(`cause.${item.cause}.title`)}</h2>
          <div className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted tabular-nums">
            <Moment value={item.receivedAt} />
            <StateBadge item={item} />
          </div>
        </div>
        <Button look="quiet" aria-label={t("close")} onClick={onClose} className="px-1.5">
          <X aria-hidden className="size-4" />
        </Button>
      </header>
      <Scrolling className="divide-y divide-line">
        <section className="px-4 py-3 text-sm">
          <p>{t(`cause.${item.cause}.text`)}</p>
          <p className="mt-2 rounded-md bg-raised px-2.5 py-1.5 font-mono text-xs [overflow-wrap:anywhere]">
            {item.errorCode} <VisibleText value={item.reason} title={false} />
          </p>
          <div className="mt-3 flex flex-wrap items-center gap-3">{action}</div>
          {item.importedId !== null && (
            <Link
              href={`/events/${item.importedId}`}
              className="mt-2 inline-flex min-h-6 items-center gap-1 font-medium text-accent hover:underline"
            >
              {t("toStored")}
              <ArrowRight aria-hidden className="size-3.5 rtl:rotate-180" />
            </Link>
          )}
        </section>
        <History history={history} />
        {done}
        <Facts title={t("came")}>
          <Fact name={t("field.exchange")}>
            <ExchangeName value={item.exchange} />
          </Fact>
          <Fact name={t("field.routingKey")} value={item.routingKey} />
          <Fact name={t("field.vhost")} value={item.vhost} />
          <Fact name={t("field.size")}>
            <Size bytes={item.bodySize} />
          </Fact>
          <Fact name={t("field.contentType")} value={properties.contentType} />
          <Fact name={t("field.type")} value={properties.type} />
          <Fact name={t("field.messageId")} value={properties.messageId} />
          <Fact name={t("field.appId")} value={properties.appId} />
          {propertiesError && <Fact name={t("field.undecodable")} value={propertiesError} />}
        </Facts>
        <section aria-label={t("body")} className="flex max-h-96 flex-col overflow-auto">
          <RawView
            id={item.id}
            download={download ? `/api/quarantine/${item.id}/body` : null}
            body={body}
            size={item.bodySize}
          />
        </section>
        <section aria-label={t("headers")}>
          <MaskedFields count={detail.maskedFields} />
          <HeadersView entries={properties.headers} />
        </section>
      </Scrolling>
    </div>
  );
}

function History({ history }: Pick<QuarantineDetail, "history">) {
  const t = useTranslations("quarantine");
  return (
    <section className="px-4 py-3">
      <h3 className="mb-1 text-xs font-semibold text-muted">{t("history")}</h3>
      <ol className="flex flex-col gap-1.5 text-sm">
        {history.map(({ at, reason, errorCode }, index) => {
          const Icon = reason === null ? CircleCheck : CircleX;
          return (
            <li key={at + String(errorCode)} className="flex items-start gap-2">
              <Icon
                aria-hidden
                className={`mt-0.5 size-4 shrink-0 ${reason === null ? "text-good" : "text-bad"}`}
              />
              <span className="min-w-0 flex-1">
                {t(reason === null ? "attempt.stored" : index === 0 ? "attempt.first" : "attempt.refused")}
                {reason !== null && (
                  <span className="block text-xs text-muted [overflow-wrap:anywhere]">
                    <span className="font-mono">{errorCode}</span>{" "}
                    <VisibleText value={reason} title={false} />
                  </span>
                )}
              </span>
              <span className="shrink-0 text-xs text-muted tabular-nums">
                <Moment value={at} />
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
