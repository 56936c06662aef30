import { MiniMap } from "@xyflow/react";
import { useTranslations } from "next-intl";
import { fitsReadably, type Size } from "./first-view";

/** Where there is less room, a map of the graph would cover it. */
const ROOMY_PX = 700;
const SMALL = { width: 144, height: 96 };

/** The whole graph, small, to move about in: where it cannot be read whole. Stands inside React Flow. */
export function SmallMap({ graph, view }: { graph: Size; view: Size | null }) {
  const t = useTranslations("diagram");
  if (view === null || view.width < ROOMY_PX || fitsReadably(graph, view)) return null;
  return <MiniMap pannable zoomable style={SMALL} ariaLabel={t("minimap")} />;
}
