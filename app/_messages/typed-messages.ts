import type en from "./en";

/** The compiler knows every message: one that is missing is an error, not a hole in a page. */
declare module "next-intl" {
  interface AppConfig {
    Messages: typeof en;
  }
}
