import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { makeVisible } from "@/components/ui/visible-text";
import type { FieldValue } from "@/server/broker/field-table";
import type { ContentChanges } from "@/server/dead-letters/content-changes";
import { textOf } from "./header-rows";

/** What is different between two versions, value by value. */
export function ChangeList({ changes }: { changes: ContentChanges }) {
  const t = useTranslations("deadLetterEdit");
  const { routingKey, headers, body, layoutOnly, more } = changes;
  const rows = [
    ...(routingKey ? [{ name: t("routingKey"), mono: false, ...routingKey }] : []),
    ...headers.map(({ name, before, after }) => ({
      name: `${t("header")} ${makeVisible(name)}`,
      mono: false,
      before: typed(before),
      after: typed(after),
    })),
    ...body.map(({ path, before, after }) => ({
      name: path === null || path === "" ? t("wholeBody") : makeVisible(path),
      mono: true,
      before,
      after,
    })),
  ];
  if (rows.length === 0)
    return <p className="text-sm text-muted">{t(layoutOnly ? "layoutOnly" : "noChange")}</p>;
  return (
    <>
      <dl className="flex min-w-0 flex-col gap-1.5 text-xs">
        {rows.map((row) => (
          <div key={row.name} className="min-w-0">
            <dt className={`text-muted [overflow-wrap:anywhere] ${row.mono ? "font-mono" : ""}`}>
              {row.name}
            </dt>
            <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2 font-mono">
              <Value text={row.before} absent={t("absent")} old />
              <ArrowRight
                role="img"
                aria-label={t("becomes")}
                className="size-3 shrink-0 self-center text-muted rtl:rotate-180"
              />
              <Value text={row.after} absent={t("absent")} />
            </dd>
          </div>
        ))}
      </dl>
      {more && <p className="mt-1 text-xs text-muted">{t("moreChanges")}</p>}
    </>
  );
}

function Value({ text, absent, old = false }: { text: string | null; absent: string; old?: boolean }) {
  if (text === null) return <span className="font-sans text-muted">{absent}</span>;
  const Tag = old ? "del" : "ins";
  const look = old ? "bg-bad-soft text-bad" : "bg-accent-soft text-accent no-underline";
  return (
    <Tag className={`max-h-40 min-w-0 overflow-y-auto rounded-sm px-1 [overflow-wrap:anywhere] ${look}`}>
      {text === "" ? "\u00a0" : makeVisible(text)}
    </Tag>
  );
}

/** Values of a header with their types; null where there is none. */
function typed(values: readonly FieldValue[]): string | null {
  return values.length === 0 ? null : values.map((value) => `${value.type} ${textOf(value)}`).join(", ");
}
