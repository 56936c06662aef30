"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC, useTRPCClient } from "@/app/_trpc/react";
import { useToast } from "@/components/ui/toast";

/** Redrives one message at once, and goes on. `onDoubt`: a person has to see the preview first. */
export function useRedriveOn(onDoubt: (id: string) => void): (id: string, then: () => void) => void {
  const t = useTranslations("redrives");
  const trpc = useTRPC();
  const { redrives } = useTRPCClient();
  const queries = useQueryClient();
  const say = useToast();
  const run = async (id: string, then: () => void) => {
    try {
      const { redriveAtOnce } = await import("./redrive-at-once");
      if ((await redriveAtOnce(redrives, id)) === "doubt") return onDoubt(id);
      say(t("started", { count: 1 }));
      then();
    } catch (error) {
      say(t("notStarted"), { tone: "bad", detail: error instanceof Error ? error.message : String(error) });
    } finally {
      void queries.invalidateQueries({ queryKey: trpc.deadLetters.pathKey() });
      void queries.invalidateQueries({ queryKey: trpc.redrives.pathKey() });
    }
  };
  return (id, then) => void run(id, then);
}
