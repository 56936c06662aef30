import { accessRouter } from "@/server/access/access-router";
import { auditRouter } from "@/server/audit/audit-router";
import { complaintsRouter } from "@/server/complaints/complaints-router";
import { deadLettersRouter } from "@/server/dead-letters/dead-letters-router";
import { diagramsRouter } from "@/server/docs/diagrams-router";
import { flowsRouter } from "@/server/flows/flows-router";
import { maskingRouter } from "@/server/masking/masking-router";
import { customersRouter, notifiedAdministratorsRouter } from "@/server/notifications/directory-router";
import { mailsRouter } from "@/server/notifications/mails-router";
import { actionsRouter } from "@/server/operator-actions/actions-router";
import { overviewRouter } from "@/server/overview/overview-router";
import { quarantineRouter } from "@/server/quarantine/quarantine-router";
import { redriveRouter } from "@/server/redrive/redrive-router";
import { routesRouter } from "@/server/routes/routes-router";
import { sagasRouter } from "@/server/sagas/sagas-router";
import { statusRouter } from "@/server/status/status-router";
import { topologyRouter } from "@/server/topology/topology-router";
import { createCallerFactory, router } from "./trpc";

/** All procedures, one router a slice. */
export const appRouter = router({
  access: accessRouter,
  actions: actionsRouter,
  audit: auditRouter,
  complaints: complaintsRouter,
  customers: customersRouter,
  deadLetters: deadLettersRouter,
  diagrams: diagramsRouter,
  flows: flowsRouter,
  mails: mailsRouter,
  masking: maskingRouter,
  notifiedAdministrators: notifiedAdministratorsRouter,
  overview: overviewRouter,
  quarantine: quarantineRouter,
  redrives: redriveRouter,
  routes: routesRouter,
  sagas: sagasRouter,
  status: statusRouter,
  topology: topologyRouter,
});

export type AppRouter = typeof appRouter;
/** Calls procedures without HTTP: server components and tests. */
export const createCaller = createCallerFactory(appRouter);
