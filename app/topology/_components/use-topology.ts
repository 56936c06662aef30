"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/react";

/** How often a page that is looked at asks again. In a hidden tab it does not. */
const REFRESH_MS = 5_000;

/** The topology of a virtual host, kept up to date, and what a person may decide about it. */
export function useTopology(vhost: string | null) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const query = useQuery(
    trpc.topology.current.queryOptions(
      { vhost },
      { refetchInterval: REFRESH_MS, staleTime: REFRESH_MS, placeholderData: keepPreviousData },
    ),
  );
  const again = () => client.invalidateQueries({ queryKey: trpc.topology.current.queryKey() });
  const exclude = useMutation(trpc.topology.exclude.mutationOptions({ onSuccess: again }));
  const include = useMutation(trpc.topology.include.mutationOptions({ onSuccess: again }));
  const consent = useMutation(trpc.topology.consent.mutationOptions({ onSuccess: again }));
  return {
    query,
    decide: (exchange: { vhost: string; exchange: string; reason: string | undefined }, excluded: boolean) =>
      (excluded ? exclude : include).mutateAsync(exchange),
    consent: (vhost: string, reason: string | undefined) => consent.mutateAsync({ vhost, reason }),
  };
}
