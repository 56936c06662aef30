import clsx from "clsx";
import { useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import { nameOf } from "./name-of";

interface Props {
  /** Id of a person, a token or a service; undefined: nobody. */
  id: string | undefined;
  /** Names by id, as far as they are known. */
  people: Readonly<Record<string, string>>;
  /** Id of the reader. */
  me?: string | undefined;
  /** The reader is “you” and nothing else: where there is little room. */
  short?: boolean;
  className?: string;
}

/** Somebody by name: themselves as “you”, one whose name is not known by their id. */
export function Person({ id, people, me, short = false, className }: Props) {
  const t = useTranslations("complaints");
  if (id === undefined) return <i className={clsx("text-muted", className)}>{t("nobody")}</i>;
  const name = nameOf(people, id);
  return (
    <span className={clsx("inline-flex min-w-0 max-w-full items-center gap-1.5", className)}>
      <span
        aria-hidden
        className="inline-flex size-5 shrink-0 items-center justify-center rounded-full bg-raised text-2xs font-semibold text-muted"
      >
        {initials(name)}
      </span>
      <VisibleText value={short && id === me ? t("youAlone") : name} className="truncate" />
      {!short && id === me && <span className="shrink-0 text-xs text-muted">({t("you")})</span>}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s._@-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0]);
  return letters.join("").toUpperCase() || "?";
}
