"use client";

import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import type { LiveState } from "@/components/frame/live-switch";
import type { AuditItem, MessageFilterInput } from "@/server/audit/audit-schemas";

/** Rows kept of those that arrived live; older ones are let go. */
const MAX_ROWS = 1_000;

interface LiveRows {
  /** The search that these rows belong to. */
  search: string;
  /** Not shown yet: a row that a person is about to click never moves. Newest first, as are all. */
  waiting: AuditItem[];
  shown: AuditItem[];
  /** Left out, by the server or here, because there were too many. */
  dropped: number;
  /** Where to go on after a pause. */
  next: number | null;
}

/**
 * Rows that arrive after a search. They wait until `take` is called.
 * @param head where the search ended in the log; live rows go on from there, so that none is missed in between
 * @param onBehind called when the log has run too far ahead: a new search shows what was passed over
 */
export function useLiveMessages(options: {
  enabled: boolean;
  filter: MessageFilterInput;
  head: number | null;
  onBehind: () => void;
}) {
  const { enabled, filter, head, onBehind } = options;
  const trpc = useTRPC();
  const hidden = useHidden();
  const search = JSON.stringify([filter, head]);
  const [rows, setRows] = useState<LiveRows>({ search, waiting: [], shown: [], dropped: 0, next: head });
  if (rows.search !== search) setRows({ search, waiting: [], shown: [], dropped: 0, next: head });

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

  const subscription = useSubscription(
    trpc.audit.live.subscriptionOptions(
      { filter, lastEventId: run.from },
      {
        enabled: active && run.from !== null,
        onData: ({ data }) => {
          if (data.skipped > 0) return onBehind();
          setRows((known) => {
            const waiting = [...data.items, ...known.waiting];
            const over = Math.max(0, waiting.length - MAX_ROWS);
            return {
              ...known,
              waiting: waiting.slice(0, MAX_ROWS),
              dropped: known.dropped + data.dropped + over,
              next: data.next,
            };
          });
        },
      },
    ),
  );

  const state: LiveState = !enabled
    ? "off"
    : hidden
      ? "paused"
      : subscription.status === "pending"
        ? "live"
        : "reconnecting";
  return {
    state,
    waiting: rows.waiting.length,
    dropped: rows.dropped,
    shown: rows.shown,
    take: () =>
      setRows((known) => ({
        ...known,
        waiting: [],
        dropped: 0,
        shown: [...known.waiting, ...known.shown].slice(0, MAX_ROWS),
      })),
  };
}

/** A tab that nobody sees needs no rows. */
function useHidden(): boolean {
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    const look = () => setHidden(document.visibilityState === "hidden");
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return hidden;
}
