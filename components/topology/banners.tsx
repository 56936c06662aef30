"use client";

import { CircleAlert, Handshake, KeyRound, type LucideIcon, PlugZap } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyButton } from "@/components/ui/copy-button";
import { makeVisible } from "@/components/ui/visible-text";
import type { TopologyView } from "@/server/topology/topology-schemas";

/** What a person must know before reading on: the broker is silent, rights are missing, nobody has agreed yet. */
export function TopologyBanners({
  topology,
  refusal,
  onConsent,
}: {
  topology: TopologyView;
  /** Why the reader may not consent; null when they may. */
  refusal: string | null;
  /** Throws when it was not noted. */
  onConsent: (reason: string | undefined) => Promise<unknown>;
}) {
  const t = useTranslations("topology");
  const { broker, tap } = topology;
  const phase = tap?.status.phase;
  return (
    <>
      {broker.state !== "current" && <StaleBanner broker={broker} />}
      {phase === "awaiting_consent" && (
        <ConsentBanner topology={topology} refusal={refusal} onConsent={onConsent} />
      )}
      {phase === "off" && (
        <Banner icon={CircleAlert} title={t("off")} tone="warn">
          {null}
        </Banner>
      )}
      {phase === "failing" && broker.state === "current" && (
        <Banner
          icon={CircleAlert}
          title={t("failing", { problem: makeVisible(tap?.status.problem ?? "") })}
          tone="bad"
        >
          {null}
        </Banner>
      )}
      <RightsBanner topology={topology} />
    </>
  );
}

const TONES = { warn: "bg-warn-soft", bad: "bg-bad-soft", note: "bg-accent-soft" };
const ICON_TONES = { warn: "text-warn", bad: "text-bad", note: "text-accent" };

function Banner({
  icon: Icon,
  title,
  tone,
  children,
}: {
  icon: LucideIcon;
  title: string;
  tone: keyof typeof TONES;
  children: ReactNode;
}) {
  return (
    <section className={`flex gap-3 border-b border-line px-4 py-2.5 text-sm ${TONES[tone]}`}>
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ICON_TONES[tone]}`} />
      <div className="min-w-0 flex-1">
        <h2 className="font-medium">{title}</h2>
        {children}
      </div>
    </section>
  );
}

function StaleBanner({ broker }: { broker: TopologyView["broker"] }) {
  const t = useTranslations("topology.stale");
  const format = useFormatter();
  return (
    <Banner icon={PlugZap} title={t("title")} tone="bad">
      <p role="status">
        {broker.readAt
          ? t("hint", {
              time: format.dateTime(new Date(broker.readAt), { dateStyle: "medium", timeStyle: "medium" }),
            })
          : t("unknownHint")}
      </p>
      {broker.problem && <p className="mt-0.5 text-xs text-muted">{makeVisible(broker.problem)}</p>}
    </Banner>
  );
}

/** Rights that this page or the tap lacks, each with the command that grants it. */
function RightsBanner({ topology }: { topology: TopologyView }) {
  const t = useTranslations("topology.refused");
  const rights = [
    ...topology.refused.map(({ part, command }) => ({ what: t(part), command })),
    // The worker says in whole sentences what it cannot do without them.
    ...(topology.tap?.status.missing ?? []).map(({ what, command }) => ({
      what: makeVisible(what),
      command,
    })),
  ];
  if (rights.length === 0) return null;
  const byCommand = new Map<string, Set<string>>();
  for (const { command, what } of rights) {
    byCommand.set(command, (byCommand.get(command) ?? new Set()).add(what));
  }
  return (
    <Banner icon={KeyRound} title={t("title", { count: byCommand.size })} tone="warn">
      <p>{t("hint")}</p>
      <ul className="mt-1.5 flex flex-col gap-2">
        {[...byCommand].map(([command, reasons]) => (
          <li key={command}>
            {[...reasons].map((what) => (
              <p key={what}>{what}</p>
            ))}
            <div className="mt-0.5 flex max-w-full items-center gap-1">
              <code className="min-w-0 overflow-x-auto rounded-sm bg-surface px-2 py-1 text-xs whitespace-pre">
                {makeVisible(command)}
              </code>
              <CopyButton text={command} label={t("copy")} />
            </div>
          </li>
        ))}
      </ul>
    </Banner>
  );
}

function ConsentBanner({
  topology: { consent, vhost },
  refusal,
  onConsent,
}: {
  topology: TopologyView;
  refusal: string | null;
  onConsent: (reason: string | undefined) => Promise<unknown>;
}) {
  const t = useTranslations("topology.consent");
  const effect = useTranslations("topology.effect");
  const { sideEffects: effects = [], ...numbers } = consent ?? {};
  const preview = consent ? t("preview", numbers) : t("previewUnknown");
  return (
    <Banner icon={Handshake} title={t("title")} tone="note">
      <p>{preview}</p>
      {effects.length > 0 && (
        <>
          <p className="mt-1">{t("effects")}</p>
          <ul className="list-disc ps-5 text-muted">
            {effects.map((code) => (
              <li key={code}>{effect(code)}</li>
            ))}
          </ul>
        </>
      )}
      <div className="mt-2">
        {refusal ? (
          <p className="text-muted">{refusal}</p>
        ) : (
          <ConfirmDialog
            title={t("confirmTitle", { vhost: makeVisible(vhost) })}
            confirmLabel={t("confirm")}
            consequences={[t("made"), preview, ...effects.map((code) => effect(code)), t("undo")]}
            onConfirm={onConsent}
            trigger={<Button look="primary">{t("button")}</Button>}
          />
        )}
      </div>
    </Banner>
  );
}
