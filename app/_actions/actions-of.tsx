"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/react";
import { ObjectActions } from "@/components/operator-actions/object-actions";
import type { ActionsOfInput } from "@/server/operator-actions/actions-schemas";

/** What was done to a thing, for its own page or panel. What cannot be read is left out: the thing itself comes first. */
export function ActionsOf({ className, ...target }: ActionsOfInput & { className?: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.actions.of.queryOptions(target, { retry: false, staleTime: 0 }));
  return data ? <ObjectActions {...data} className={className} /> : null;
}
