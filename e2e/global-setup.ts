import type { TestProject } from "vitest/node";
import { startTestApp } from "../server/testing/app";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the running application. */
    appUrl: string;
    /** AMQP address of the virtual host that it observes. */
    appRabbitmqUrl: string;
    /** Its database. */
    appDatabaseUrl: string;
  }
}

/** One application for all end-to-end files, started as a person starts it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const app = await startTestApp({ SILLAGE_ENVIRONMENT: "staging", SILLAGE_DESIGN: "on" });
  project.provide("appUrl", app.url);
  project.provide("appRabbitmqUrl", app.vhost.url);
  project.provide("appDatabaseUrl", app.databaseUrl);
  return app.stop;
}
