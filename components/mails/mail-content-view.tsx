import { useTranslations } from "next-intl";
import { Fact, Facts } from "@/components/events/facts";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import type { MailContent } from "@/server/notifications/mail-schemas";

/** A mail as it was handed over: who, to whom, what, and every header. */
export function MailContentView({ content }: { content: MailContent }) {
  const t = useTranslations("mails");
  return (
    <div className="flex flex-col gap-3">
      <div className="-mx-4">
        <Facts>
          <Fact name={t("field.from")} value={content.from} />
          <Fact name={t("field.to")} value={content.to.join(", ")} />
          <Fact name={t("field.date")} value={content.date} />
        </Facts>
      </div>
      <pre className="rounded-md border border-line bg-ground px-4 py-3 font-sans text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">
        {makeVisible(content.text.trimEnd())}
      </pre>
      <details>
        <summary className="min-h-6 text-xs text-muted hover:text-ink">{t("field.headers")}</summary>
        <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 font-mono text-xs">
          {content.headers.map(({ name, value }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: headers may come twice, and never move
            <div key={i} className="contents">
              <dt className="py-0.5 text-muted">
                <VisibleText value={name} title={false} />
              </dt>
              <dd className="py-0.5 [overflow-wrap:anywhere]">
                <VisibleText value={value} title={false} />
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}
