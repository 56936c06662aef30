import { useTranslations } from "next-intl";
import type { AuthAnswer } from "./post-auth";

/** Says in a sentence why it was refused; null when it was not. */
export function useProblemText(): (answer: AuthAnswer | null) => string | null {
  const t = useTranslations("signIn.problem");
  return (answer) => {
    if (answer === null || answer.ok) return null;
    if (answer.problem === "tooMany")
      return t("tooMany", { minutes: Math.max(1, Math.ceil((answer.wait ?? 60) / 60)) });
    return t(answer.problem);
  };
}
