import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { KINDS } from "@/components/events/filter-fields";
import { GlyphIcon, MarkGlyph, toneOf, UndoArrow } from "./glyph";

/** What the shapes, marks and lines mean. */
export function Legend() {
  const t = useTranslations("saga.timeline");
  const kinds = useTranslations("filter.choice.kind");
  return (
    <ul className="grid grid-cols-1 gap-x-6 gap-y-1.5 text-xs sm:grid-cols-2">
      {KINDS.map((kind) => (
        <Entry key={kind} icon={<GlyphIcon kind={kind} tone={toneOf({ kind, compensation: null })} />}>
          {kinds(kind)}
        </Entry>
      ))}
      <Entry icon={<GlyphIcon kind="event" tone="plain" dead />}>{t("legend.dead")}</Entry>
      <Entry icon={<GlyphIcon kind="event" tone="plain" redriven />}>{t("legend.redriven")}</Entry>
      <Entry
        icon={
          <Drawing>
            <g transform="translate(-5 -5)">
              <UndoArrow />
            </g>
          </Drawing>
        }
      >
        {t("legend.undoes")}
      </Entry>
      {(["death", "retry", "redrive", "replay"] as const).map((role) => (
        <Entry
          key={role}
          icon={
            <Drawing>
              <MarkGlyph role={role} />
            </Drawing>
          }
        >
          {t(`mark.${role}`)}
        </Entry>
      ))}
      <Entry
        icon={
          <Drawing>
            <rect
              x={-10}
              y={-5}
              width={20}
              height={10}
              rx={5}
              className="fill-accent-soft stroke-line-strong"
            />
          </Drawing>
        }
      >
        {t("legend.bar")}
      </Entry>
      <Entry
        icon={
          <Drawing>
            <circle r={5.5} className="fill-surface stroke-muted" strokeWidth={1.5} strokeDasharray="2.5 2" />
          </Drawing>
        }
      >
        {t("legend.ghost")}
      </Entry>
      {(["causation", "order", "pair"] as const).map((kind) => (
        <Entry
          key={kind}
          icon={
            <Drawing>
              <path
                d="M-10 0H10"
                className="stroke-muted"
                strokeWidth={1.5}
                strokeLinecap="round"
                strokeDasharray={kind === "order" ? "1.5 4" : kind === "pair" ? "6 3" : undefined}
              />
            </Drawing>
          }
        >
          {t(`link.${kind}`)}
        </Entry>
      ))}
    </ul>
  );
}

function Entry({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2">
      {icon}
      <span>{children}</span>
    </li>
  );
}

function Drawing({ children }: { children: ReactNode }) {
  return (
    <svg aria-hidden="true" viewBox="-11 -11 22 22" className="size-5 shrink-0">
      {children}
    </svg>
  );
}
