"use client";

import { useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { useLiveConnection } from "@/app/_trpc/use-live-connection";
import type { LiveState } from "@/components/frame/live-switch";
import type { MessageFilterInput } from "@/server/audit/audit-schemas";
import { type LiveRows, noLiveRows, receive, show } from "./live-rows";
import { useHidden } from "./use-hidden";

interface Known extends LiveRows {
  /** The search that these rows belong to. */
  search: string;
}

/**
 * Rows that arrive after a search. The connection resumes by itself where it broke off; in a hidden tab it is closed,
 * and goes on from the same place when the tab is seen again.
 * @param head where the search ended in the log; live rows go on from there, so that none is missed in between
 * @param hold whether rows wait until `take` is called; else they are shown as they come
 * @param onSkipped called when the log has run too far ahead: a new search shows what was passed over
 */
export function useLiveMessages(options: {
  enabled: boolean;
  filter: MessageFilterInput;
  head: number | null;
  hold: boolean;
  onSkipped?: () => void;
}) {
  const { enabled, filter, head, hold, onSkipped } = options;
  const trpc = useTRPC();
  const hidden = useHidden();
  const search = JSON.stringify([filter, head]);
  const [rows, setRows] = useState<Known>({ search, ...noLiveRows(head) });
  if (rows.search !== search) setRows({ search, ...noLiveRows(head) });

  // The start of a run is fixed while it lasts: the connection resumes by itself from the last id that it has seen.
  const active = enabled && head !== null && !hidden;
  const wanted = active ? search : null;
  const [run, setRun] = useState<{ search: string | null; from: string | null }>({
    search: null,
    from: null,
  });
  if (run.search !== wanted) {
    const from = rows.search === search ? rows.next : head;
    setRun({ search: wanted, from: wanted === null || from === null ? null : String(from) });
  }

  const { next } = rows;
  const there = useLiveConnection(
    trpc.audit.live.subscriptionOptions(
      { filter, lastEventId: run.from },
      {
        enabled: active && run.from !== null,
        onData: ({ data }) => {
          if (data.skipped > 0 && onSkipped) return onSkipped();
          setRows((known) => ({ ...known, ...receive(known, data, hold) }));
        },
      },
    ),
    () => setRun((known) => ({ ...known, from: next === null ? null : String(next) })),
  );
  // Nobody holds the rows any more: what waited is shown.
  if (!hold && rows.waiting.length > 0) setRows((known) => ({ ...known, ...show(known) }));

  const state: LiveState = !enabled
    ? "off"
    : hidden
      ? "paused"
      : !there
        ? "reconnecting"
        : rows.behind
          ? "behind"
          : "live";
  return {
    state,
    waiting: rows.waiting.length,
    dropped: rows.dropped,
    shown: rows.shown,
    /** Shows what waits; what was left out until now has been told. */
    take: () => setRows((known) => ({ ...known, ...show(known), dropped: 0 })),
  };
}
