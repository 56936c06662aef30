"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { MermaidView } from "@/components/diagrams/mermaid-view";
import { Button } from "@/components/ui/button";
import { DIAGRAM_WORDS } from "@/server/diagrams/diagram-words";
import { sequenceDiagram } from "@/server/diagrams/sequence-diagram";
import type { SagaDetail } from "@/server/sagas/saga-schemas";

/** A saga as a sequence diagram: loaded when it is wanted; a long one in parts. */
export default function SequenceTab({
  detail,
  part,
  onPart,
}: {
  detail: SagaDetail;
  part: number;
  onPart: (part: number) => void;
}) {
  const t = useTranslations("saga.sequence");
  const words = DIAGRAM_WORDS[useLocale() === "fr" ? "fr" : "en"];
  const diagram = useMemo(() => sequenceDiagram(detail, { words, part }), [detail, words, part]);
  const { id } = detail.saga;
  return (
    <MermaidView
      source={diagram.text}
      title={t("title")}
      fileName={`saga-${id.slice(0, 8)}`}
      address={`/api/diagrams/sagas/${id}${diagram.part > 1 ? `?part=${diagram.part}` : ""}`}
    >
      {diagram.parts > 1 && (
        <div className="flex items-center gap-1 text-xs text-muted">
          <Button
            look="quiet"
            aria-label={t("previous")}
            title={t("previous")}
            disabled={diagram.part === 1}
            onClick={() => onPart(diagram.part - 1)}
          >
            <ChevronLeft aria-hidden className="size-4" />
          </Button>
          {t("part", { part: diagram.part, parts: diagram.parts })}
          <Button
            look="quiet"
            aria-label={t("next")}
            title={t("next")}
            disabled={diagram.part === diagram.parts}
            onClick={() => onPart(diagram.part + 1)}
          >
            <ChevronRight aria-hidden className="size-4" />
          </Button>
        </div>
      )}
    </MermaidView>
  );
}
