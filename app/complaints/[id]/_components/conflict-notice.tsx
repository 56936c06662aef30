import { UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEventName } from "@/components/complaints/event-name";
import { nameOf } from "@/components/complaints/name-of";
import { useMoment } from "@/components/complaints/when";
import type { Conflict } from "./conflict";

/** Says what others did since the form was opened, and whether it can still be sent. What was typed stays in the form. */
export function ConflictNotice({
  conflict,
  people,
  possible,
}: {
  conflict: Conflict;
  people: Readonly<Record<string, string>>;
  possible: boolean;
}) {
  const t = useTranslations("complaint.conflict");
  const status = useTranslations("complaints.status");
  const name = useEventName();
  const moment = useMoment();
  return (
    <div role="alert" className="rounded-md bg-warn-soft px-3 py-2 text-sm">
      <h3 className="flex items-center gap-2 font-medium text-warn">
        <UsersRound aria-hidden className="size-4 shrink-0" />
        {t("title")}
      </h3>
      {conflict.since.length > 0 && (
        <>
          <p className="mt-1">{t("since")}</p>
          <ul className="ms-4 list-disc">
            {conflict.since.map(({ eventType, version, at, by }) => (
              <li key={version}>
                <bdi>
                  {t("line", {
                    what: name(eventType),
                    who: by === null ? t("nobody") : nameOf(people, by),
                    when: moment(at),
                  })}
                </bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="mt-1">
        {t("now", { status: status(conflict.status) })} {t(possible ? "kept" : "gone")}
      </p>
    </div>
  );
}
