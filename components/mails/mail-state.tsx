import { Ban, CircleHelp, Clock, type LucideIcon, MailCheck, MailX, SendHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { MailItem } from "@/server/notifications/mail-schemas";

const STATES: Record<MailItem["state"], [icon: LucideIcon, tone: Tone]> = {
  planned: [Clock, "neutral"],
  sending: [SendHorizontal, "accent"],
  sent: [MailCheck, "good"],
  failed: [MailX, "bad"],
  in_doubt: [CircleHelp, "warn"],
  cancelled: [Ban, "neutral"],
};

export function MailState({ state }: Pick<MailItem, "state">) {
  const t = useTranslations("mails.state");
  const [icon, tone] = STATES[state];
  return (
    <Badge icon={icon} tone={tone}>
      {t(state)}
    </Badge>
  );
}
