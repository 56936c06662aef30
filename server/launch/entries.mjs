// Every program of the project that runs outside Next.js: its name and its source.
// `node server/launch/run.mjs <name>` runs one; the npm scripts are made of these.

export const entries = {
  start: "server/launch/start.ts",
  test: "server/launch/test.ts",
  build: "server/launch/build-command.ts",
  migrate: "server/launch/migrate-command.ts",
  migration: "server/launch/new-migration.ts",
  web: "server/web.ts",
  worker: "server/worker.ts",
  demo: "server/demo/main.ts",
  bench: "server/bench/main.ts",
  quarantine: "server/commands/quarantine.ts",
  "admin-link": "server/commands/admin-link.ts",
  token: "server/commands/token.ts",
  tap: "server/commands/tap.ts",
  untap: "server/commands/untap.ts",
  "event-schemas": "server/commands/event-schemas.ts",
  screenshots: "e2e/screenshots/main.ts",
};
