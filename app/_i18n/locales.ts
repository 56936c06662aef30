/** Languages of the interface; the first one is the default. */
export const LOCALES = ["en", "fr"] as const;
export type Locale = (typeof LOCALES)[number];

/** Names of the cookies that hold a person's choices. Client scripts set them, the server reads them: so no page flashes. */
export const COOKIES = {
  locale: "locale",
  theme: "theme",
  /** Zone of the browser. */
  timeZone: "timezone",
  /** `utc` when times are shown in UTC in spite of it. */
  times: "times",
  /** `narrow` when the rail shows icons alone. */
  rail: "rail",
  /** `off` when single keys do nothing (WCAG 2.1.4). */
  keys: "keys",
} as const;

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** How a person wants to see the pages. */
export interface Preferences {
  theme: Theme;
  times: "local" | "utc";
  rail: "wide" | "narrow";
  keys: "on" | "off";
}

/** Reads a person's choices out of the cookies; anything else in them means the default. */
export function readPreferences(cookie: (name: string) => string | undefined): Preferences {
  const theme = cookie(COOKIES.theme);
  return {
    theme: theme === "light" || theme === "dark" ? theme : "system",
    times: cookie(COOKIES.times) === "utc" ? "utc" : "local",
    rail: cookie(COOKIES.rail) === "narrow" ? "narrow" : "wide",
    keys: cookie(COOKIES.keys) === "off" ? "off" : "on",
  };
}

/** The language to use: the one chosen, else the first that the browser asks for and we have. */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  const wanted = [chosen ?? "", ...(acceptLanguage ?? "").split(",").map((part) => part.split(";")[0] ?? "")];
  for (const tag of wanted) {
    const language = tag.trim().toLowerCase().split("-")[0];
    const locale = LOCALES.find((it) => it === language);
    if (locale) return locale;
  }
  return LOCALES[0];
}

/** A time zone that this runtime knows, else UTC. The cookie is a stranger's text. */
export function chooseTimeZone(chosen: string | undefined): string {
  if (!chosen || chosen.length > 64) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: chosen }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
