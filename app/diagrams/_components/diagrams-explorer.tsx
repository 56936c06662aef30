"use client";

import {
  ChevronLeft,
  ChevronRight,
  CircleAlert,
  FileJson,
  FileText,
  type LucideIcon,
  Shapes,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import { useReportPage } from "@/app/_frame/page-report";
import { useAnchor } from "@/app/_range/use-anchor";
import { MermaidView } from "@/components/diagrams/mermaid-view";
import { expectMermaid } from "@/components/diagrams/render-mermaid";
import { Button, buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import { DiagramControls } from "./diagram-controls";
import { diagramParsers, docsAddress, KINDS } from "./diagram-state";
import { useDiagram } from "./use-diagram";

// Not only when the page is ready: what the page shows first is a drawing.
if (typeof window !== "undefined") expectMermaid();

/** Every kind of diagram, narrowed, drawn, to take along. All of its state is in the address. */
export function DiagramsExplorer({ anchor: firstAnchor }: { anchor: string }) {
  const t = useTranslations("diagrams");
  const [state, setState] = useQueryStates(diagramParsers, { history: "push" });
  const [anchor] = useAnchor(firstAnchor, state);
  const { query, address, nothing, ...choices } = useDiagram(state, anchor);
  useReportPage({ busy: query.isFetching });
  const { kind } = state;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">{t("title")}</h1>
      <div className="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2">
        <Segmented
          label={t("kindLabel")}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onChange={(value) => setState({ kind: value, part: 1 })}
        />
        <DiagramControls state={state} setState={setState} {...choices} />
        <div className="ms-auto flex items-center gap-1">
          <DocsLink href={docsAddress(state, anchor, "events.md")} label={t("markdownLabel")} icon={FileText}>
            {t("markdown")}
          </DocsLink>
          <DocsLink
            href={docsAddress(state, anchor, "asyncapi.json")}
            label={t("asyncapiLabel")}
            icon={FileJson}
          >
            {t("asyncapi")}
          </DocsLink>
        </div>
      </div>
      <div className="min-h-0 flex-1">
        {nothing ? (
          <Notice icon={Shapes} title={t(`nothing.${kind === "saga" ? "saga" : "aggregate"}`)}>
            {t("nothingHint")}
          </Notice>
        ) : query.isError ? (
          <Notice
            icon={CircleAlert}
            role="alert"
            title={t("failed")}
            actions={
              <Button look="primary" onClick={() => query.refetch()}>
                {t("retry")}
              </Button>
            }
          >
            {query.error.message}
          </Notice>
        ) : query.data ? (
          <MermaidView
            source={query.data.text}
            title={t(`drawn.${kind}`)}
            fileName={`${kind}-diagram`}
            {...(address === null ? {} : { address })}
          >
            <p className="me-2 hidden text-xs text-muted lg:block">{t(`about.${kind}`)}</p>
            {query.data.parts > 1 && (
              <Parts {...query.data} onPart={(part) => setState({ part }, { history: "replace" })} />
            )}
          </MermaidView>
        ) : (
          <p role="status" className="py-16 text-center text-sm text-muted">
            {t("loading")}
          </p>
        )}
      </div>
    </div>
  );
}

/** A file to take along: exchanges, event types and their schemas, written down. */
function DocsLink({
  href,
  label,
  icon: Icon,
  children,
}: {
  href: string;
  label: string;
  icon: LucideIcon;
  children: ReactNode;
}) {
  return (
    <a href={href} download aria-label={label} title={label} className={buttonClass("plain")}>
      <Icon aria-hidden className="size-4" />
      {children}
    </a>
  );
}

function Parts({ part, parts, onPart }: { part: number; parts: number; onPart: (part: number) => void }) {
  const t = useTranslations("diagrams");
  const step = (to: number, label: string, Icon: typeof ChevronLeft) => (
    <Button
      look="quiet"
      aria-label={label}
      title={label}
      disabled={to < 1 || to > parts}
      onClick={() => onPart(to)}
    >
      <Icon aria-hidden className="size-4" />
    </Button>
  );
  return (
    <div className="flex items-center text-xs text-muted tabular-nums">
      {step(part - 1, t("previous"), ChevronLeft)}
      {t("part", { part, parts })}
      {step(part + 1, t("next"), ChevronRight)}
    </div>
  );
}
