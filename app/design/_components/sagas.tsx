"use client";

import dynamic from "next/dynamic";
import { useCallback, useMemo, useState } from "react";
import { exampleSaga, longSaga } from "@/components/sagas/example-saga";
import { SagaHeader } from "@/components/sagas/saga-header";
import { StepFacts } from "@/components/sagas/step-facts";
import { StepList } from "@/components/sagas/step-list";
import { StepTable } from "@/components/sagas/step-table";
import { timelineModel } from "@/components/sagas/timeline/timeline-model";
import type { TimelineView } from "@/components/sagas/timeline/toolbar";
import { Transport } from "@/components/sagas/timeline/transport";
import { HeldUpBy, WaitingFor } from "@/components/sagas/waiting-for";
import type { SagaDetail } from "@/server/sagas/saga-schemas";
import { Section } from "./section";

const SagaTimeline = dynamic(() => import("@/components/sagas/timeline/saga-timeline"), { ssr: false });
const nothing = () => {};
const EXAMPLE = exampleSaga();
const SAGAS: readonly { name: string; detail: SagaDetail }[] = [
  { name: "Saga: stuck", detail: EXAMPLE },
  { name: "Saga: 5,000 events", detail: longSaga(5_000) },
];

/** The page of a saga, in its parts. */
export function Sagas() {
  return (
    <>
      {SAGAS.map(({ name, detail }) => (
        <div key={name} className="min-w-0 lg:col-span-2">
          <Section name={name}>
            <Timeline detail={detail} />
          </Section>
        </div>
      ))}
      <Section name="Saga: head">
        <div className="w-full min-w-0">
          <SagaHeader detail={EXAMPLE} now={EXAMPLE.asOf} link={() => ""} mayReadComplaints={false} />
          <WaitingFor
            saga={EXAMPLE.saga}
            now={EXAMPLE.asOf}
            onShow={nothing}
            momentOf={() => EXAMPLE.saga.lastAt}
          />
          <HeldUpBy letters={[]} over={false} />
        </div>
      </Section>
      <Views />
    </>
  );
}

function Timeline({ detail }: { detail: SagaDetail }) {
  const model = useMemo(() => timelineModel(detail, detail.asOf), [detail]);
  const [view, setView] = useState<TimelineView>({ links: ["causation", "order", "pair"], gaps: [] });
  const [selected, setSelected] = useState<string | null>(null);
  const [travelling, setTravelling] = useState(false);
  const travel = useCallback((id: string | null) => {
    setTravelling(id !== null);
    if (id !== null) setSelected(id);
  }, []);
  return (
    <div className="flex h-[26rem] w-full min-w-0 flex-col rounded-md border border-line">
      <div className="min-h-0 flex-1">
        <SagaTimeline
          model={model}
          view={view}
          onView={(next) => setView((old) => ({ ...old, ...next }))}
          window={null}
          onWindow={nothing}
          selected={selected}
          onSelect={setSelected}
          travelling={travelling}
        />
      </div>
      <Transport model={model} selected={selected} travelling={travelling} onTravel={travel} />
    </div>
  );
}

function Views() {
  const model = useMemo(() => timelineModel(EXAMPLE, EXAMPLE.asOf), []);
  return (
    <>
      <Section name="Saga: causes">
        <div className="h-64 w-full">
          <StepList model={model} selected="5" onSelect={nothing} />
        </div>
      </Section>
      <Section name="Saga: table">
        <div className="h-64 w-full">
          <StepTable
            model={model}
            selected="5"
            active={4}
            columns={null}
            onColumns={nothing}
            onSelect={nothing}
          />
        </div>
      </Section>
      <Section name="Saga: one event">
        <StepFacts event={model.byId.get("5")!} model={model} deadLetters={[]} onShow={nothing} />
      </Section>
    </>
  );
}
