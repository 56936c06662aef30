"use client";

import { CircleCheck, Copy, ShieldAlert, Skull } from "lucide-react";
import { EventListSkeleton } from "@/components/events/event-list";
import { EmptyList, FailedList, ListFoot } from "@/components/events/list-states";
import { LiveSwitch } from "@/components/frame/live-switch";
import { StatusLine } from "@/components/frame/status-line";
import { Badge } from "@/components/ui/badge";
import { Skeleton } from "@/components/ui/skeleton";
import { Section } from "./section";

const nothing = () => {};
const everything = { preset: "all", from: null, to: null } as const;
const lastHour = { preset: "1h", from: null, to: null } as const;

/** How something is doing: states in words and icons, and the three kinds of empty. */
export function States() {
  return (
    <>
      <Section name="Badges">
        <Badge>neutral</Badge>
        <Badge tone="accent">accent</Badge>
        <Badge tone="good" icon={CircleCheck}>
          complete
        </Badge>
        <Badge tone="warn" icon={Copy}>
          duplicate
        </Badge>
        <Badge tone="bad" icon={Skull}>
          dead-lettered
        </Badge>
        <Badge tone="bad" icon={ShieldAlert}>
          id clash
        </Badge>
      </Section>
      <Section name="Live switch">
        {(["off", "live", "paused", "reconnecting", "behind"] as const).map((state) => (
          <LiveSwitch key={state} state={state} onToggle={nothing} />
        ))}
      </Section>
      <Section name="Status line">
        <div className="w-full min-w-0">
          <StatusLine
            label="Example of a status line"
            role="group"
            parts={[
              { name: "Database", state: "good", text: "connected" },
              { name: "Broker", state: "bad", text: "connecting…", detail: "connection refused" },
              { name: "Ingest", state: "unknown", text: "…" },
              { name: "Coverage", state: "warn", text: "3 of 5 exchanges complete", href: "/events" },
            ]}
          />
        </div>
      </Section>
      <Section name="Skeletons">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-8 w-24" />
        <div className="h-40 w-full overflow-hidden">
          <EventListSkeleton />
        </div>
      </Section>
      <Section name="Empty: nothing stored yet">
        <EmptyList
          filters={{}}
          text={null}
          range={everything}
          stored={0}
          onWiden={nothing}
          onClear={nothing}
        />
      </Section>
      <Section name="Empty: nothing matches">
        <EmptyList
          filters={{ exchange: "orders" }}
          text="missing"
          range={lastHour}
          stored={9}
          onWiden={nothing}
          onClear={nothing}
        />
      </Section>
      <Section name="Empty: nothing wrong">
        <EmptyList
          filters={{ anomaly: "true" }}
          text={null}
          range={lastHour}
          stored={9}
          onWiden={nothing}
          onClear={nothing}
        />
      </Section>
      <Section name="Failed">
        <FailedList
          message="The database cannot be reached at the moment."
          onRetry={nothing}
          onClear={nothing}
        />
      </Section>
      <Section name="Foot of a list">
        {(["end", "more", "loading", "failed", "partial"] as const).map((state) => (
          <div key={state} className="w-full rounded-md border border-line">
            <ListFoot
              more={state !== "end"}
              loading={state === "loading"}
              failed={state === "failed"}
              partial={state === "partial"}
              searchedTo={state === "partial" ? "2026-11-20T14:00:00.000Z" : null}
              onMore={nothing}
            />
          </div>
        ))}
      </Section>
    </>
  );
}
