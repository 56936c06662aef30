"use client";

import { CircleAlert, FileCode, FileDown, ImageDown, Link2, Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { useToast } from "@/components/ui/toast";
import { useDark } from "@/components/ui/use-dark";
import { DiagramCanvas, type DiagramCanvasHandle } from "./diagram-canvas";
import { type DrawnDiagram, renderMermaid } from "./render-mermaid";
import { pngOf, saveFile } from "./save-file";

/**
 * A Mermaid diagram: drawn in the reader's theme, to zoom and move by mouse and keyboard, to copy and to save. Names in
 * `source` must have been escaped by who made it (server/diagrams); it is drawn strictly all the same.
 */
export function MermaidView({
  source,
  title,
  fileName,
  address,
  children,
}: {
  source: string;
  /** What it shows, for who does not see it. */
  title: string;
  /** Without ending. */
  fileName: string;
  /** Where the text stands for good, as a path: others may read it there. */
  address?: string;
  /** More controls, before ours. */
  children?: ReactNode;
}) {
  const t = useTranslations("diagram");
  const toast = useToast();
  const { drawn, failure } = useDrawing(source);
  const canvas = useRef<DiagramCanvasHandle>(null);
  const savePng = async (diagram: DrawnDiagram) => {
    try {
      const ground = getComputedStyle(document.documentElement).backgroundColor;
      saveFile(await pngOf(diagram, ground), `${fileName}.png`);
    } catch (error) {
      toast(t("pngFailed"), { tone: "bad", detail: error instanceof Error ? error.message : String(error) });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { "+": "zoomIn", "=": "zoomIn", "-": "zoomOut", "0": "fit" }[event.key];
    if (!act) return;
    event.preventDefault();
    canvas.current?.[act as keyof DiagramCanvasHandle]();
  };
  return (
    <section aria-label={title} className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex flex-wrap items-center gap-1 border-b border-line px-3 py-1">
        {children}
        <div className="ms-auto flex flex-wrap items-center gap-1">
          <Button
            look="quiet"
            aria-label={t("zoomOut")}
            title={t("zoomOut")}
            disabled={!drawn}
            onClick={() => canvas.current?.zoomOut()}
          >
            <ZoomOut aria-hidden className="size-4" />
          </Button>
          <Button
            look="quiet"
            aria-label={t("zoomIn")}
            title={t("zoomIn")}
            disabled={!drawn}
            onClick={() => canvas.current?.zoomIn()}
          >
            <ZoomIn aria-hidden className="size-4" />
          </Button>
          <Button
            look="quiet"
            aria-label={t("fit")}
            title={t("fit")}
            disabled={!drawn}
            onClick={() => canvas.current?.fit()}
          >
            <Maximize aria-hidden className="size-4" />
          </Button>
          <CopyButton text={source} label={t("copy")}>
            {t("copyShort")}
          </CopyButton>
          <CopyButton text={() => `\`\`\`mermaid\n${source}\`\`\`\n`} label={t("markdown")} icon={FileCode}>
            {t("markdownShort")}
          </CopyButton>
          {address !== undefined && (
            <CopyButton
              text={() => new URL(address, window.location.href).href}
              label={t("address")}
              icon={Link2}
            />
          )}
          <Button
            look="quiet"
            disabled={!drawn}
            aria-label={t("svg")}
            onClick={() =>
              drawn && saveFile(new Blob([drawn.svg], { type: "image/svg+xml" }), `${fileName}.svg`)
            }
          >
            <FileDown aria-hidden className="size-4" />
            SVG
          </Button>
          <Button
            look="quiet"
            disabled={!drawn}
            aria-label={t("png")}
            onClick={() => drawn && savePng(drawn)}
          >
            <ImageDown aria-hidden className="size-4" />
            PNG
          </Button>
        </div>
      </div>
      {failure !== null ? (
        <div role="alert" className="min-h-0 flex-1 overflow-auto p-4">
          <p className="flex items-center gap-2 font-medium text-bad">
            <CircleAlert aria-hidden className="size-4 shrink-0" />
            {t("failed")}
          </p>
          <p className="mt-1 text-sm text-muted">{failure}</p>
          <pre className="mt-3 rounded-md bg-raised p-3 text-xs select-all">{source}</pre>
        </div>
      ) : drawn ? (
        <DiagramCanvas handle={canvas} drawn={drawn} title={title} hint={t("keys")} onKeyDown={onKeyDown} />
      ) : (
        <div role="status" className="flex min-h-0 flex-1 items-center justify-center text-sm text-muted">
          {t("drawing")}
        </div>
      )}
    </section>
  );
}

/** Draws again when the text or the theme changes; the old drawing stays until the new one is there. */
function useDrawing(source: string): { drawn: DrawnDiagram | null; failure: string | null } {
  const dark = useDark();
  const [result, setResult] = useState<{ drawn: DrawnDiagram | null; failure: string | null }>({
    drawn: null,
    failure: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read from the page, which the theme changes
  useEffect(() => {
    let current = true;
    renderMermaid(source).then(
      (drawn) => current && setResult({ drawn, failure: null }),
      (error) =>
        current &&
        setResult({ drawn: null, failure: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      current = false;
    };
  }, [source, dark]);
  return result;
}
