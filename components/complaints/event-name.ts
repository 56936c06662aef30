import { useTranslations } from "next-intl";

/** Names an event of ours in the reader's language; one that this version does not know by its type. */
export function useEventName(): (eventType: string) => string {
  const t = useTranslations("complaint.event");
  return (eventType) => (t.has(eventType as never) ? t(eventType as never) : eventType);
}
