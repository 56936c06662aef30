import type { TestProject } from "vitest/node";
import { ROLES } from "../server/access/roles";
import { startTestApp, type TestApp } from "../server/testing/app";
import { type SignedIn, signedIn } from "../server/testing/signed-in";

/** An application that is running, as the tests need to know it. */
export interface AppForTests {
  /** Address of its pages. */
  url: string;
  /** AMQP address of the virtual host that it observes. */
  rabbitmqUrl: string;
  databaseUrl: string;
  /** The session of somebody with every role, for a browser, and a token of theirs. */
  cookies: ReturnType<SignedIn["cookiesFor"]>;
  token: string;
  /** The link for the first administrator that it printed; empty when it printed none. */
  firstAdminLink: string;
}

declare module "vitest" {
  interface ProvidedContext {
    apps: AppForTests[];
  }
}

/** One application for each worker, started as a person starts it: its files share it one after the other. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const apps: TestApp[] = [];
  const stop = async () => {
    await Promise.all(apps.map((app) => app.stop()));
  };
  try {
    // One after the other: the first start is the slow one.
    for (let n = 0; n < Number(project.config.maxWorkers); n++) {
      apps.push(
        await startTestApp({
          SILLAGE_ENVIRONMENT: "staging",
          SILLAGE_DESIGN: "on",
          SILLAGE_COMPLAINTS: "on",
        }),
      );
    }
    project.provide("apps", await Promise.all(apps.map(known)));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function known(app: TestApp): Promise<AppForTests> {
  const person = await signedIn(
    app.databaseUrl,
    ROLES.map((role) => ({ role })),
    { name: "Everybody" },
  );
  return {
    url: app.url,
    rabbitmqUrl: app.vhost.url,
    databaseUrl: app.databaseUrl,
    cookies: person.cookiesFor(app.url),
    token: person.token,
    firstAdminLink: /http\S+\/welcome\?\S+/.exec(app.output())?.[0] ?? "",
  };
}
