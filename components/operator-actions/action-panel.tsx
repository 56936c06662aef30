import { ArrowRight, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { ExchangeName, Moment } from "@/components/events/event-row";
import { Fact, Facts } from "@/components/events/facts";
import { Button } from "@/components/ui/button";
import { Scrolling } from "@/components/ui/scrolling";
import { VisibleText } from "@/components/ui/visible-text";
import type { ActionDetail } from "@/server/operator-actions/actions-schemas";
import { ActionName, ActorName, OutcomeBadge, TargetName } from "./action-facts";
import { changedFields } from "./changed-fields";

/** As it comes over the wire, where a value that may be anything may also be missing. */
type Values = "before" | "after" | "detail";
type ShownAction = Omit<ActionDetail, Values> & Partial<Pick<ActionDetail, Values>>;

/** One action whole: who, when, from where, what, to what, before and after, why, and what came of it. */
export function ActionPanel({ action, onClose }: { action: ShownAction; onClose: () => void }) {
  const t = useTranslations("actions");
  const { target } = action;
  const href = hrefOf(target);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 items-start gap-2 border-b border-line px-4 pt-3 pb-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold text-balance">
            <ActionName name={action.action} />
          </h2>
          <div className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted tabular-nums">
            <Moment value={action.at} />
            <OutcomeBadge outcome={action.outcome} />
          </div>
        </div>
        <Button look="quiet" aria-label={t("close")} onClick={onClose} className="px-1.5">
          <X aria-hidden className="size-4" />
        </Button>
      </header>
      <Scrolling className="divide-y divide-line">
        <Facts>
          <Fact name={t("column.who")}>
            <ActorName actor={action.actor} />
          </Fact>
          <Fact name={t("field.account")} value={action.actor.id} />
          <Fact name={t("column.from")} value={action.from} />
          <Fact name={t("column.target")}>
            <TargetName target={target} />
          </Fact>
          <Fact name={t("field.vhost")} value={target.vhost} />
          {target.exchange !== null && target.type !== "exchange" && (
            <Fact name={t("field.exchange")}>
              <ExchangeName value={target.exchange} />
            </Fact>
          )}
          <Fact name={t("column.reason")} value={action.reason} />
        </Facts>
        {href && (
          <p className="px-4 py-3">
            <Link
              href={href}
              className="inline-flex min-h-6 items-center gap-1 text-sm font-medium text-accent hover:underline"
            >
              {t("toTarget")}
              <ArrowRight aria-hidden className="size-3.5 rtl:rotate-180" />
            </Link>
          </p>
        )}
        <Change before={action.before} after={action.after} />
        {action.detail != null && (
          <section className="px-4 py-3">
            <h3 className="mb-1 text-xs font-semibold text-muted">{t("detail")}</h3>
            <Value value={action.detail} />
          </section>
        )}
      </Scrolling>
    </div>
  );
}

function Change({ before, after }: { before: unknown; after: unknown }) {
  const t = useTranslations("actions");
  const fields = changedFields(before, after);
  if (fields.length === 0) return null;
  return (
    <section className="px-4 py-3">
      <h3 className="mb-1 text-xs font-semibold text-muted">{t("change")}</h3>
      <table className="w-full table-fixed text-start text-sm">
        <thead className="text-xs text-muted">
          <tr>
            <th scope="col" className="w-1/4 py-1 pe-2 text-start font-medium">
              {t("field.name")}
            </th>
            <th scope="col" className="py-1 pe-2 text-start font-medium">
              {t("before")}
            </th>
            <th scope="col" className="py-1 text-start font-medium">
              {t("after")}
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, before, after, changed }) => (
            <tr key={name} className="border-t border-line align-top">
              <th
                scope="row"
                className="py-1 pe-2 text-start font-normal text-muted [overflow-wrap:anywhere]"
              >
                <VisibleText value={name} title={false} />
              </th>
              <td className="py-1 pe-2">{before === undefined ? "–" : <Value value={before} />}</td>
              <td className={`py-1 ${changed ? "font-semibold" : ""}`}>
                {after === undefined ? "–" : <Value value={after} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Value({ value }: { value: unknown }) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <VisibleText
      value={text}
      title={false}
      className="font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]"
    />
  );
}

/** The page that shows what was acted on; null where there is none. */
function hrefOf({ type, id, vhost }: ActionDetail["target"]): string | null {
  switch (type) {
    case "message":
      return `/events/${encodeURIComponent(id)}`;
    case "quarantine":
      return `/quarantine?${new URLSearchParams({ state: "all", selected: id })}`;
    case "exchange":
      return `/topology?${new URLSearchParams({ ...(vhost === null ? {} : { vhost }), exchange: id })}`;
    case "complaint":
      return `/complaints/${encodeURIComponent(id)}`;
    case "mail":
      return `/mails?${new URLSearchParams({ selected: id })}`;
    default:
      return null;
  }
}
