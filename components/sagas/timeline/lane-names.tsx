import clsx from "clsx";
import { Waypoints } from "lucide-react";
import { useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import type { Lane } from "./lanes";
import type { Scene } from "./scene";
import type { TimelineModel } from "./timeline-model";

/** The services, beside their lanes, or `inside` of them where it is narrow. Names are hostile text. */
export function LaneNames({
  model,
  scene,
  inside = false,
}: {
  model: Pick<TimelineModel, "lanes">;
  scene: Pick<Scene, "lanes">;
  inside?: boolean;
}) {
  return model.lanes.map((lane, n) => {
    const { y, height } = scene.lanes[n]!;
    return (
      <div
        key={lane.producer ?? "\0"}
        style={inside ? { top: y + 2 } : { top: y, height }}
        className={clsx(
          "pointer-events-none absolute inset-x-0",
          !inside && "border-r border-b border-line bg-surface px-3 py-2",
        )}
      >
        <div className={clsx("flex max-w-full items-center gap-1.5", inside && "sticky left-2 w-fit")}>
          <Name lane={lane} small={inside} />
        </div>
      </div>
    );
  });
}

function Name({ lane, small }: { lane: Lane; small: boolean }) {
  const t = useTranslations("saga.timeline");
  const { producer, orchestrator, events } = lane;
  return (
    <>
      <span className={clsx("min-w-0 truncate font-medium", small ? "text-2xs text-muted" : "text-sm")}>
        {producer === null ? (
          <i className="font-normal text-muted">{t("unknownProducer")}</i>
        ) : (
          <VisibleText value={producer} />
        )}
      </span>
      {orchestrator && (
        <span title={t("orchestrator")} className="shrink-0 text-accent">
          <Waypoints aria-label={t("orchestrator")} className="size-3.5" />
        </span>
      )}
      {!small && <span className="ms-auto shrink-0 text-2xs text-muted tabular-nums">{events}</span>}
    </>
  );
}
