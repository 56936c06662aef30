import type { TestProject } from "vitest/node";
import { ROLES } from "../server/access/roles";
import { startTestApp } from "../server/testing/app";
import { signedIn } from "../server/testing/signed-in";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the running application. */
    appUrl: string;
    /** AMQP address of the virtual host that it observes. */
    appRabbitmqUrl: string;
    /** Its database. */
    appDatabaseUrl: string;
    /** The session of somebody with every role, for a browser, and a token of theirs. */
    appCookies: { name: string; value: string; url: string }[];
    appToken: string;
    /** The link for the first administrator that it printed; empty when it printed none. */
    firstAdminLink: string;
  }
}

/** One application for all end-to-end files, started as a person starts it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const app = await startTestApp({
    SILLAGE_ENVIRONMENT: "staging",
    SILLAGE_DESIGN: "on",
    SILLAGE_COMPLAINTS: "on",
  });
  project.provide("appUrl", app.url);
  project.provide("appRabbitmqUrl", app.vhost.url);
  project.provide("appDatabaseUrl", app.databaseUrl);
  const person = await signedIn(
    app.databaseUrl,
    ROLES.map((role) => ({ role })),
    { name: "Everybody" },
  );
  project.provide("appCookies", person.cookiesFor(app.url));
  project.provide("appToken", person.token);
  project.provide("firstAdminLink", /http\S+\/welcome\?\S+/.exec(app.output())?.[0] ?? "");
  return app.stop;
}
