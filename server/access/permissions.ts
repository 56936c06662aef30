import { ROLES, type Role } from "./roles";

/**
 * The permission table: the one place that says who may do what. Procedures, REST routes, subscriptions and pages look
 * it up (server/trpc/trpc.ts, server/http/door.ts); what the browser hides, it hides by the same table.
 *
 * No role contains another one. A person who reads unmasked and also acts is granted both roles, and both are visible
 * in the list of grants; an admin who needs to read unmasked has to say so there.
 */
export const PERMISSIONS = {
  /** One's own profile, password, second factor and sessions: every person has it, and no token. */
  "own-account": ROLES,
  /** Whether the system runs: lag, workers, what waits. */
  "status.read": ROLES,
  /** Metrics and readiness, for monitoring. */
  "metrics.read": ROLES,
  /** Messages, events, streams and their numbers, personal data masked. */
  "messages.read": ROLES,
  /** The same without masks; every such read is recorded. */
  "personal-data.read": ["auditor"],
  /** Bodies byte for byte, and whatever else leaves as a file. */
  "messages.export": ["auditor"],
  /** Exchanges, queues, bindings, coverage and gaps. */
  "topology.read": ROLES,
  /** Observe an exchange, leave it alone, consent to taps. */
  "taps.manage": ["operator", "admin"],
  /** What could not be stored. */
  "quarantine.read": ROLES,
  /** Store it again. */
  "quarantine.import": ["operator"],
  /** Dead letters, their causes and queues, redrives and what came of them, personal data masked. */
  "dead-letters.read": ROLES,
  /** Send dead letters again. */
  "dead-letters.redrive": ["operator"],
  /** Change what is sent of a dead letter; whoever sees it masked may not, since they would send masks. */
  "dead-letters.edit": ["operator"],
  /** Give dead letters up, and take that back. */
  "dead-letters.discard": ["operator"],
  /** Whether the messages of a dead-letter queue are moved into the store, or put back. */
  "dead-letters.custody": ["operator", "admin"],
  /** Sagas: what belongs together, how it ran and what it waits for, personal data masked. */
  "sagas.read": ROLES,
  /** What sagas are judged by and how they are told apart. */
  "sagas.manage": ["operator", "admin"],
  /** Start the compensation of a saga that is not about a complaint of our own. */
  "sagas.compensate": ["operator"],
  /** Complaints and what became of them, personal data masked; whoever handles them sees all of it. */
  "complaints.read": ROLES,
  /** File, assign, process, close, reopen, comment, change the priority. */
  "complaints.handle": ["agent"],
  /** Have what was told about a complaint cancelled or corrected. */
  "complaints.compensate": ["agent", "operator"],
  /** Mails about complaints with their content, which is personal; each reading is recorded. */
  "mails.read": ["agent", "auditor"],
  /** Say what became of a mail that nobody knows about, or send one again. */
  "mails.decide": ["agent"],
  /** How customers are reached where a complaint does not say it. */
  "customers.manage": ["agent", "admin"],
  /** Who is told of new complaints, compensation and failures. */
  "notified-administrators.manage": ["admin"],
  /** Run the events of a stream again, and put right what was made of them. */
  "events.replay": ["operator"],
  /** The record of what people and programs did here. */
  "operator-actions.read": ["auditor", "admin"],
  /** People, their grants and anybody's sessions. */
  "users.manage": ["admin"],
  /** Tokens for programs. */
  "tokens.manage": ["admin"],
  /** Which fields are personal. */
  "masking.manage": ["admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** What concerns the whole installation: a role that was granted for a part alone does not give it. */
export const NEEDS_EVERYTHING: ReadonlySet<Permission> = new Set<Permission>([
  "operator-actions.read",
  "users.manage",
  "tokens.manage",
  "masking.manage",
  "sagas.manage",
  "customers.manage",
  "notified-administrators.manage",
]);

/** What a door asks for: a permission, any session or token, or nothing. */
export type DoorRule = Permission | "signed-in" | "public";

/**
 * Every door of the server: procedures and subscriptions by their path, REST routes by method and path. A door without
 * a row is shut, and a test fails (doors.int.spec.ts).
 */
export const DOORS = {
  "access.me": "public",
  "access.signInWays": "public",
  "access.welcome": "public",
  "access.acceptWelcome": "public",
  "access.rename": "own-account",
  "access.sessions": "own-account",
  "access.endSession": "own-account",
  "access.endOtherSessions": "own-account",
  "access.users": "users.manage",
  "access.createUser": "users.manage",
  "access.newPasswordLink": "users.manage",
  "access.setGrants": "users.manage",
  "access.endSessionsOf": "users.manage",
  "access.resetSecondFactor": "users.manage",
  "access.removeUser": "users.manage",
  "access.tokens": "tokens.manage",
  "access.createToken": "tokens.manage",
  "access.revokeToken": "tokens.manage",
  "actions.list": "operator-actions.read",
  "actions.one": "operator-actions.read",
  "actions.of": "topology.read",
  "audit.search": "messages.read",
  "audit.count": "messages.read",
  "audit.message": "messages.read",
  "audit.causation": "messages.read",
  "audit.correlation": "messages.read",
  "audit.streamOf": "messages.read",
  "audit.arrivals": "messages.read",
  "audit.sources": "messages.read",
  "audit.knownValues": "messages.read",
  "audit.live": "messages.read",
  "complaints.list": "complaints.read",
  "complaints.counts": "complaints.read",
  "complaints.categories": "complaints.read",
  "complaints.one": "complaints.read",
  "complaints.events": "complaints.read",
  "complaints.live": "complaints.read",
  "complaints.assignees": "complaints.handle",
  "complaints.create": "complaints.handle",
  "complaints.assign": "complaints.handle",
  "complaints.reassign": "complaints.handle",
  "complaints.process": "complaints.handle",
  "complaints.close": "complaints.handle",
  "complaints.comment": "complaints.handle",
  "complaints.reopen": "complaints.handle",
  "complaints.changePriority": "complaints.handle",
  "complaints.requireCompensation": "complaints.compensate",
  "customers.list": "customers.manage",
  "customers.one": "customers.manage",
  "customers.put": "customers.manage",
  "customers.remove": "customers.manage",
  "deadLetters.groups": "dead-letters.read",
  "deadLetters.group": "dead-letters.read",
  "deadLetters.totals": "dead-letters.read",
  "deadLetters.list": "dead-letters.read",
  "deadLetters.one": "dead-letters.read",
  "deadLetters.queues": "dead-letters.read",
  "deadLetters.changeCustody": "dead-letters.custody",
  "deadLetters.release": "dead-letters.custody",
  "deadLetters.settlePreview": "dead-letters.discard",
  "deadLetters.discard": "dead-letters.discard",
  "deadLetters.editable": "dead-letters.edit",
  "deadLetters.editPreview": "dead-letters.edit",
  "deadLetters.edit": "dead-letters.edit",
  "deadLetters.versionChanges": "dead-letters.read",
  "deadLetters.patchPreview": "dead-letters.edit",
  "deadLetters.patch": "dead-letters.edit",
  "deadLetters.restore": "dead-letters.discard",
  "diagrams.choices": "sagas.read",
  "diagrams.saga": "sagas.read",
  "diagrams.flow": "sagas.read",
  "diagrams.aggregate": "messages.read",
  "diagrams.participants": "sagas.read",
  "diagrams.topology": "topology.read",
  "flows.behind": "sagas.read",
  "flows.compare": "sagas.read",
  "flows.conformance": "sagas.read",
  "flows.graph": "sagas.read",
  "flows.variants": "sagas.read",
  "mails.list": "mails.read",
  "mails.summary": "mails.read",
  "mails.one": "mails.read",
  "mails.taken": "mails.read",
  "mails.oneTaken": "mails.read",
  "mails.decide": "mails.decide",
  "masking.rules": "masking.manage",
  "masking.add": "masking.manage",
  "masking.change": "masking.manage",
  "masking.remove": "masking.manage",
  "masking.switchDefault": "masking.manage",
  "masking.preview": "masking.manage",
  "notifiedAdministrators.list": "notified-administrators.manage",
  "notifiedAdministrators.put": "notified-administrators.manage",
  "notifiedAdministrators.remove": "notified-administrators.manage",
  "overview.problems": "status.read",
  "overview.lag": "status.read",
  "overview.series": "messages.read",
  "overview.totals": "messages.read",
  "quarantine.list": "quarantine.read",
  "quarantine.summary": "quarantine.read",
  "quarantine.one": "quarantine.read",
  "quarantine.preview": "quarantine.import",
  "quarantine.importOne": "quarantine.import",
  "quarantine.importPart": "quarantine.import",
  "redrives.list": "dead-letters.read",
  "redrives.one": "dead-letters.read",
  "redrives.messages": "dead-letters.read",
  "redrives.preview": "dead-letters.read",
  "redrives.plan": "dead-letters.redrive",
  "redrives.start": "dead-letters.redrive",
  "redrives.pause": "dead-letters.redrive",
  "redrives.resume": "dead-letters.redrive",
  "redrives.abort": "dead-letters.redrive",
  "routes.of": "messages.read",
  "sagas.compensate": "complaints.compensate",
  "sagas.definitions": "sagas.read",
  "sagas.definitionVersions": "sagas.read",
  "sagas.definitionPreview": "sagas.manage",
  "sagas.writeDefinition": "sagas.manage",
  "sagas.removeDefinition": "sagas.manage",
  "sagas.settings": "sagas.read",
  "sagas.setSettings": "sagas.manage",
  "sagas.list": "sagas.read",
  "sagas.counts": "sagas.read",
  "sagas.durations": "sagas.read",
  "sagas.one": "sagas.read",
  "sagas.of": "sagas.read",
  "sagas.live": "sagas.read",
  "sagas.state": "messages.read",
  "status.current": "status.read",
  "status.place": "signed-in",
  "topology.current": "topology.read",
  "topology.gaps": "topology.read",
  "topology.exclude": "taps.manage",
  "topology.include": "taps.manage",
  "topology.consent": "taps.manage",

  "GET /api/operator-actions": "operator-actions.read",
  "GET /api/operator-actions/{id}": "operator-actions.read",
  "GET /api/audit/search": "messages.read",
  "GET /api/audit/messages/{id}": "messages.read",
  "GET /api/audit/messages/{id}/arrivals": "messages.read",
  "GET /api/audit/messages/{id}/body": "messages.export",
  "GET /api/audit/messages/{id}/causation": "messages.read",
  "GET /api/audit/messages/{id}/correlation": "messages.read",
  "GET /api/audit/messages/{id}/route": "messages.read",
  "GET /api/audit/messages/{id}/sources": "messages.read",
  "GET /api/audit/messages/{id}/stream": "messages.read",
  "GET /api/dead-letters": "dead-letters.read",
  "GET /api/dead-letters/{id}": "dead-letters.read",
  "GET /api/dead-letters/export": "messages.export",
  "GET /api/dead-letters/groups": "dead-letters.read",
  "GET /api/dead-letters/queues": "dead-letters.read",
  "POST /api/dead-letters/{id}/versions": "dead-letters.edit",
  "PUT /api/dead-letters/queues/{vhost}/{name}/custody": "dead-letters.custody",
  "POST /api/dead-letters/queues/{vhost}/{name}/release": "dead-letters.custody",
  "POST /api/dead-letters/discard": "dead-letters.discard",
  "POST /api/dead-letters/patches": "dead-letters.edit",
  "POST /api/dead-letters/restore": "dead-letters.discard",
  "GET /api/customers": "customers.manage",
  "GET /api/customers/{id}": "customers.manage",
  "PUT /api/customers/{id}": "customers.manage",
  "DELETE /api/customers/{id}": "customers.manage",
  "GET /api/diagrams/aggregates/{type}": "messages.read",
  "GET /api/diagrams/flows": "sagas.read",
  "GET /api/diagrams/participants": "sagas.read",
  "GET /api/diagrams/sagas/{id}": "sagas.read",
  "GET /api/diagrams/topology": "topology.read",
  "GET /api/flows": "sagas.read",
  "GET /api/flows/variants": "sagas.read",
  "GET /api/docs/asyncapi.json": "messages.read",
  "GET /api/docs/events.md": "messages.read",
  "GET /api/mails": "mails.read",
  "GET /api/mails/{id}": "mails.read",
  "POST /api/mails/{id}/decision": "mails.decide",
  "GET /api/notified-administrators": "notified-administrators.manage",
  "PUT /api/notified-administrators/{email}": "notified-administrators.manage",
  "DELETE /api/notified-administrators/{email}": "notified-administrators.manage",
  "GET /api/audit/events": "messages.read",
  "GET /api/audit/trail/{aggregateId}": "messages.read",
  "GET /api/complaints": "complaints.read",
  "POST /api/complaints": "complaints.handle",
  "GET /api/complaints/{id}": "complaints.read",
  "PUT /api/complaints/{id}/assign": "complaints.handle",
  "PUT /api/complaints/{id}/close": "complaints.handle",
  "POST /api/complaints/{id}/comments": "complaints.handle",
  "POST /api/complaints/{id}/compensations": "complaints.compensate",
  "PUT /api/complaints/{id}/priority": "complaints.handle",
  "PUT /api/complaints/{id}/process": "complaints.handle",
  "PUT /api/complaints/{id}/reassign": "complaints.handle",
  "PUT /api/complaints/{id}/reopen": "complaints.handle",
  "GET /api/dead-letters/redrives": "dead-letters.read",
  "POST /api/dead-letters/redrives": "dead-letters.redrive",
  "GET /api/dead-letters/redrives/{id}": "dead-letters.read",
  "GET /api/dead-letters/redrives/{id}/messages": "dead-letters.read",
  "GET /api/dead-letters/redrives/{id}/preview": "dead-letters.read",
  "POST /api/dead-letters/redrives/{id}/abort": "dead-letters.redrive",
  "POST /api/dead-letters/redrives/{id}/pause": "dead-letters.redrive",
  "POST /api/dead-letters/redrives/{id}/resume": "dead-letters.redrive",
  "POST /api/dead-letters/redrives/{id}/start": "dead-letters.redrive",
  "GET /api/events/all": "messages.read",
  "POST /api/events/replay/{streamId}": "events.replay",
  "GET /api/events/state/{aggregateId}": "messages.read",
  "GET /api/events/stream/{streamId}": "messages.read",
  "GET /api/coverage": "topology.read",
  "POST /api/coverage/exclude": "taps.manage",
  "POST /api/coverage/include": "taps.manage",
  "GET /api/gaps": "topology.read",
  "GET /api/quarantine": "quarantine.read",
  "GET /api/quarantine/{id}": "quarantine.read",
  "GET /api/quarantine/{id}/body": "messages.export",
  "POST /api/quarantine/{id}/import": "quarantine.import",
  "POST /api/quarantine/import": "quarantine.import",
  "GET /api/sagas": "sagas.read",
  "GET /api/sagas/{id}": "sagas.read",
  "GET /api/sagas/definitions": "sagas.read",
  "GET /api/sagas/definitions/{name}": "sagas.read",
  "PUT /api/sagas/definitions/{name}": "sagas.manage",
  "DELETE /api/sagas/definitions/{name}": "sagas.manage",
  "POST /api/taps/consent": "taps.manage",
  "GET /api/openapi.json": "signed-in",
  "GET /api/health": "public",
  // Also open to programs on this machine: see LOCAL_DOORS.
  "GET /api/ready": "metrics.read",
  "GET /metrics": "metrics.read",
  // Each path behind it has its own row: auth-paths.ts.
  "GET /api/auth/{...all}": "public",
  "POST /api/auth/{...all}": "public",
  // Each procedure behind it has its own row.
  "GET /api/trpc/{trpc}": "public",
  "POST /api/trpc/{trpc}": "public",
} as const satisfies Record<string, DoorRule>;

export type Door = keyof typeof DOORS;

/** Every page by its address, as a door: who may open it. Its data is asked for at doors of its own. */
export const PAGES = {
  "/": "status.read",
  "/live": "messages.read",
  "/events": "messages.read",
  "/events/{id}": "messages.read",
  "/complaints": "complaints.read",
  "/complaints/new": "complaints.handle",
  "/complaints/{id}": "complaints.read",
  "/dead-letters/{id}/edit": "dead-letters.edit",
  "/diagrams": "sagas.read",
  "/flows": "sagas.read",
  "/topology": "topology.read",
  "/dead-letters": "dead-letters.read",
  "/dead-letters/messages": "dead-letters.read",
  "/dead-letters/queues": "dead-letters.read",
  "/dead-letters/redrives": "dead-letters.read",
  "/dead-letters/redrives/{id}": "dead-letters.read",
  "/dead-letters/{id}": "dead-letters.read",
  "/sagas": "sagas.read",
  "/sagas/requests": "sagas.read",
  "/sagas/{id}": "sagas.read",
  "/quarantine": "quarantine.read",
  "/audit": "operator-actions.read",
  "/mails": "mails.read",
  "/settings/customers": "customers.manage",
  "/settings/notifications": "notified-administrators.manage",
  "/settings/masking": "masking.manage",
  "/settings/sagas": "sagas.read",
  "/settings/users": "users.manage",
  "/settings/tokens": "tokens.manage",
  "/account": "own-account",
  "/design": "signed-in",
  "/sign-in": "public",
  "/welcome": "public",
} as const satisfies Record<string, DoorRule>;

export type PageAddress = keyof typeof PAGES;

/**
 * Doors that need no token from this machine: a probe of the container and a Prometheus beside it have none. From this
 * machine means over the loopback and without a header that a proxy adds.
 */
export const LOCAL_DOORS: ReadonlySet<Door> = new Set<Door>(["GET /api/ready", "GET /metrics"]);

/** What a door asks for; undefined when nothing is known of it, so it is shut. */
export function ruleOf(door: string): DoorRule | undefined {
  return Object.hasOwn(DOORS, door) ? DOORS[door as Door] : undefined;
}
