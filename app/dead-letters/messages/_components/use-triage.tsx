"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useMay } from "@/app/_access/me";
import type { DeadLetterFilter, DeadLetterSelection } from "@/server/dead-letters/dead-letter-filter";
import type { DeadLetterItem } from "@/server/dead-letters/dead-letter-schemas";
import { placeOfLetter } from "../../_components/place-of-letter";
import { RedriveDialog } from "../../_components/redrive-dialog";
import { SettleDialog } from "../../_components/settle-dialog";
import type { Targeted } from "../../_components/targeted";
import { useTriageKeys } from "../../_components/use-triage-keys";
import type { useChosen } from "./use-chosen";
import { useRedriveOn } from "./use-redrive-on";

const PatchDialog = dynamic(() => import("../../_components/patch-dialog").then((it) => it.PatchDialog), {
  ssr: false,
});

interface Props {
  items: readonly DeadLetterItem[];
  /** The row that the keys act on while none is chosen. */
  current: DeadLetterItem | undefined;
  choice: ReturnType<typeof useChosen>;
  filter: DeadLetterFilter;
  /** Goes to the next row. */
  next: () => void;
}

/** Triage: what keys and buttons do with the chosen rows, else with the one that the keys are at, and the dialogs for it. */
export function useTriage({ items, current, choice, filter, next }: Props) {
  const allowed = useMay();
  const [redriving, setRedriving] = useState<Targeted | null>(null);
  const [discarding, setDiscarding] = useState<DeadLetterSelection | null>(null);
  const [restoring, setRestoring] = useState<DeadLetterSelection | null>(null);
  const [patching, setPatching] = useState<DeadLetterSelection | null>(null);
  const router = useRouter();
  const chosen = items.filter(({ id }) => choice.ids.has(id));
  const meant = choice.ids.size > 0 ? chosen : current ? [current] : [];
  const ids = choice.ids.size > 0 ? [...choice.ids] : meant.map(({ id }) => id);
  const redriveOn = useRedriveOn((id) =>
    setRedriving({
      selection: { ids: [id] },
      count: 1,
      observed: observedIn(items.filter((it) => it.id === id)),
    }),
  );
  const may = (permission: "dead-letters.redrive" | "dead-letters.edit" | "dead-letters.discard") =>
    meant.length > 0 && meant.every((item) => allowed(permission, placeOfLetter(item)));

  const redrive = () => setRedriving({ selection: { ids }, count: ids.length, observed: observedIn(meant) });
  const discard = () => setDiscarding({ ids });
  // One is edited as a whole; many are changed in the same way.
  const edit = () => (ids.length === 1 ? router.push(`/dead-letters/${ids[0]}/edit`) : setPatching({ ids }));
  const mayEdit = allowed("dead-letters.edit");
  useTriageKeys({
    choose: current ? () => choice.chosen.toggle(current.id) : null,
    redrive: may("dead-letters.redrive") ? redrive : null,
    redriveOn:
      current && allowed("dead-letters.redrive", placeOfLetter(current))
        ? () => redriveOn(current.id, next)
        : null,
    edit: may("dead-letters.edit") ? edit : null,
    discard: may("dead-letters.discard") ? discard : null,
  });

  const dialogs: ReactNode = (
    <>
      <RedriveDialog targeted={redriving} onClose={() => setRedriving(null)} />
      {patching && <PatchDialog selection={patching} onClose={() => setPatching(null)} />}
      <SettleDialog
        change="discard"
        selection={discarding}
        onClose={() => setDiscarding(null)}
        onDone={choice.clear}
      />
      <SettleDialog
        change="restore"
        selection={restoring}
        onClose={() => setRestoring(null)}
        onDone={choice.clear}
      />
    </>
  );
  return {
    dialogs,
    bar: {
      onRedrive: redrive,
      onDiscard: discard,
      onRestore: () => setRestoring({ ids }),
      onEdit: mayEdit ? edit : null,
      onClear: choice.clear,
      onChooseLoaded: () => choice.all(items.map(({ id }) => id)),
      all: {
        redrive: () =>
          setRedriving({ selection: { filter }, count: items.length, observed: observedIn(items) }),
        discard: () => setDiscarding({ filter }),
        restore: () => setRestoring({ filter: { ...filter, state: "discarded" } }),
        edit: mayEdit ? () => setPatching({ filter }) : null,
      },
    },
  };
}

/** The queues of those that are only observed. */
function observedIn(items: readonly DeadLetterItem[]): Targeted["observed"] {
  const queues = new Map<string, { vhost: string; queue: string }>();
  for (const { state, vhost, queue } of items)
    if (state === "observed") queues.set(JSON.stringify([vhost, queue]), { vhost, queue });
  return [...queues.values()];
}
