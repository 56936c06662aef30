import { useTranslations } from "next-intl";
import type { FieldError } from "react-hook-form";

/** Says in the reader's language what is wrong with a field; null when nothing is. `max`: characters that it may have. */
export function useFieldProblem(): (error: FieldError | undefined, max?: number) => string | null {
  const t = useTranslations("complaint.problem");
  return (error, max = 200) => {
    switch (error?.type) {
      case undefined:
        return null;
      case "too_small":
        return t("empty");
      case "too_big":
        return t("long", { max });
      case "invalid_format":
        return t("email");
      case "invalid_value":
        return t("choose");
      default:
        return t("other");
    }
  };
}
