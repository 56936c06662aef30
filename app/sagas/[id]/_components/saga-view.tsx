"use client";

import { GanttChart, ListTree, Table2, Workflow } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo } from "react";
import { useMay } from "@/app/_access/me";
import { useShortcut } from "@/app/_frame/shortcuts";
import { useNow } from "@/components/complaints/now";
import { CardSkeleton } from "@/components/event/card";
import { Departures } from "@/components/sagas/departures";
import { SagaHeader } from "@/components/sagas/saga-header";
import { StepList } from "@/components/sagas/step-list";
import { ARROWS_BY_DEFAULT, INFERRED_BY_DEFAULT } from "@/components/sagas/timeline/arrows";
import { moved } from "@/components/sagas/timeline/moves";
import { type TimelineModel, timelineModel } from "@/components/sagas/timeline/timeline-model";
import type { TimelineView } from "@/components/sagas/timeline/toolbar";
import { Transport } from "@/components/sagas/timeline/transport";
import { HeldUpBy, WaitingFor } from "@/components/sagas/waiting-for";
import { SidePanel } from "@/components/ui/side-panel";
import { Tabs } from "@/components/ui/tabs";
import { useMedia } from "@/components/ui/use-media";
import type { SagaDetail } from "@/server/sagas/saga-schemas";
import { RedriveHere } from "./redrive-here";
import { useSagaState, VIEWS } from "./saga-state";

const SagaTimeline = dynamic(() => import("@/components/sagas/timeline/saga-timeline"), {
  ssr: false,
  loading: () => <CardSkeleton lines={6} />,
});
const SequenceTab = dynamic(() => import("./sequence-tab"), {
  ssr: false,
  loading: () => <CardSkeleton lines={6} />,
});
const StepTable = dynamic(() => import("@/components/sagas/step-table").then((all) => all.StepTable), {
  loading: () => <CardSkeleton lines={6} />,
});
const CompensateHere = dynamic(() => import("./compensate-here").then((all) => all.CompensateHere), {
  ssr: false,
});
const StepPanel = dynamic(() => import("./step-panel"), { loading: () => <CardSkeleton lines={6} /> });

const ICONS = { timeline: GanttChart, sequence: Workflow, table: Table2, list: ListTree };

/** A saga from four sides, with the opened event beside it. One selection and one playhead for all of them. */
export function SagaView({ detail }: { detail: SagaDetail }) {
  const t = useTranslations("saga");
  const [state, setState] = useSagaState();
  const mayRead = useMay()("complaints.read");
  const now = Math.max(useNow() * 1_000, detail.asOf);
  const model = useMemo(() => timelineModel(detail, now), [detail, now]);
  const selected = state.event !== null && model.byId.has(state.event) ? state.event : null;
  const select = useCallback(
    (id: string | null) => void setState({ event: id, ...(id === null && { travel: null }) }),
    [setState],
  );
  const travel = useCallback(
    (id: string | null) => void setState(id === null ? { travel: null } : { event: id, travel: true }),
    [setState],
  );
  useStepKeys(model, selected, select);
  // Where the opened event lies over the page, the focus stays with it.
  const covered = useMedia("(max-width: 1023px)") && selected !== null;
  const { saga } = detail;
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col max-md:overflow-y-auto" inert={covered}>
        <SagaHeader detail={detail} now={now} mayReadComplaints={mayRead} link={() => window.location.href}>
          <CompensateHere detail={detail} />
        </SagaHeader>
        <div className="flex flex-col gap-2 px-4 py-2 empty:hidden">
          <WaitingFor
            saga={saga}
            now={now}
            momentOf={(id) => model.byId.get(id)?.step.at ?? null}
            onShow={select}
          />
          <HeldUpBy letters={detail.deadLetters} over={model.now === null}>
            {(letter) => <RedriveHere vhost={saga.vhost} letter={letter} over={model.now === null} />}
          </HeldUpBy>
          <Departures saga={saga} />
        </div>
        <Tabs
          label={t("views")}
          value={state.view}
          onChange={(view) => void setState({ view }, { history: "push" })}
          tabs={VIEWS.map((id) => ({ id, label: t(`view.${id}`), icon: ICONS[id] }))}
          className="flex-1 border-t border-line bg-surface max-md:min-h-[28rem] max-md:shrink-0"
        >
          <Current {...{ detail, model, state, setState, selected, select }} />
        </Tabs>
        <Transport model={model} selected={selected} travelling={state.travel} onTravel={travel} />
      </div>
      {selected !== null && (
        <SidePanel label={t("opened")} name="saga">
          <StepPanel
            detail={detail}
            model={model}
            event={model.byId.get(selected)!}
            tab={state.tab}
            onTab={(tab) => void setState({ tab })}
            onShow={select}
            onClose={() => select(null)}
          />
        </SidePanel>
      )}
    </div>
  );
}

interface CurrentProps {
  detail: SagaDetail;
  model: TimelineModel;
  state: ReturnType<typeof useSagaState>[0];
  setState: ReturnType<typeof useSagaState>[1];
  selected: string | null;
  select: (id: string | null) => void;
}

function Current({ detail, model, state, setState, selected, select }: CurrentProps) {
  const view: TimelineView = useMemo(
    () => ({ links: state.links ?? usualLinks(model), gaps: state.gaps }),
    [state.links, state.gaps, model],
  );
  switch (state.view) {
    case "timeline":
      return (
        <SagaTimeline
          model={model}
          view={view}
          onView={({ links, gaps }) =>
            void setState({ ...(links && { links: [...links] }), ...(gaps && { gaps: [...gaps] }) })
          }
          window={state.window}
          onWindow={(window) => void setState({ window })}
          selected={selected}
          onSelect={select}
          travelling={state.travel}
        />
      );
    case "sequence":
      return <SequenceTab detail={detail} part={state.part} onPart={(part) => void setState({ part })} />;
    case "table":
      return (
        <StepTable
          model={model}
          selected={selected}
          active={selected === null ? 0 : model.byId.get(selected)!.place}
          columns={state.cols}
          onColumns={(cols) => void setState({ cols })}
          onSelect={select}
        />
      );
    default:
      return <StepList model={model} selected={selected} onSelect={select} />;
  }
}

/** As many arrows as can be made out. */
function usualLinks({ links }: TimelineModel): TimelineView["links"] {
  const inferred = links.filter(({ kind }) => kind === "order").length;
  const told = links.length - inferred;
  return [
    ...(told <= ARROWS_BY_DEFAULT ? (["causation", "pair"] as const) : []),
    ...(inferred <= INFERRED_BY_DEFAULT ? (["order"] as const) : []),
  ];
}

/** j and k go from event to event, wherever the focus is; Esc closes the opened one. */
function useStepKeys(
  model: TimelineModel,
  selected: string | null,
  select: (id: string | null) => void,
): void {
  const t = useTranslations("saga.keys");
  useShortcut({ keys: "j", label: t("next"), group: "page" }, () => select(moved(model, selected, "next")));
  useShortcut({ keys: "k", label: t("previous"), group: "page" }, () =>
    select(moved(model, selected, "previous")),
  );
  useEffect(() => {
    if (selected === null) return;
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (target.closest("[role=dialog], [role=alertdialog], [role=menu], [role=listbox], input[type=text]"))
        return;
      event.preventDefault();
      select(null);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [selected, select]);
}
