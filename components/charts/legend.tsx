"use client";

import clsx from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import { makeVisible } from "@/components/ui/visible-text";
import type { ChartStack } from "./series-rows";
import { StackName, Swatch } from "./swatch";

/** What the colours mean, with how many messages each is. A click filters by the exchange. */
export function Legend({
  stacks,
  onPick,
  inLine = false,
}: {
  stacks: readonly ChartStack[];
  /** In one line that scrolls sideways. */
  inLine?: boolean;
  onPick?: ((exchange: string) => void) | undefined;
}) {
  const t = useTranslations("charts");
  const format = useFormatter();
  return (
    <ul
      aria-label={t("legend")}
      className={clsx(
        "flex min-w-0 gap-x-1 text-xs",
        inLine ? "flex-1 overflow-x-auto [scrollbar-width:none]" : "flex-wrap",
      )}
    >
      {stacks.map((stack) => {
        const { name } = stack;
        const face = (
          <>
            <Swatch colour={stack.colour} />
            <StackName stack={stack} className="truncate" />
            <span className="text-muted tabular-nums">
              {format.number(stack.total, { notation: "compact" })}
            </span>
          </>
        );
        const shape = "flex min-h-6 max-w-60 items-center gap-1.5 rounded-sm px-1.5";
        return (
          <li key={stack.key} className={inLine ? "shrink-0" : "min-w-0"}>
            {name === null || !onPick ? (
              <span className={shape}>{face}</span>
            ) : (
              <button
                type="button"
                className={`${shape} hover:bg-raised`}
                title={t("only", { exchange: makeVisible(name) || t("defaultExchange") })}
                onClick={() => onPick(name)}
              >
                {face}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
