import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { COOKIES, chooseLocale, chooseTimeZone } from "./locales";

/** Language and time zone of a request: from cookies, else from what the browser says. */
export default getRequestConfig(async () => {
  const jar = await cookies();
  const locale = chooseLocale(jar.get(COOKIES.locale)?.value, (await headers()).get("accept-language"));
  return {
    locale,
    messages: (await import(`../_messages/${locale}/index.ts`)).default,
    timeZone:
      jar.get(COOKIES.times)?.value === "utc" ? "UTC" : chooseTimeZone(jar.get(COOKIES.timeZone)?.value),
  };
});
