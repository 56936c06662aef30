/**
 * Every action that is recorded. One name for one thing: the noun, a dot, what happened to it. A name that was written
 * once stays readable for ever, so it is never taken out of this list or given another meaning.
 */
export const ACTION_NAMES = [
  // Taps
  "vhost.consented",
  "vhost.consent-withdrawn",
  "exchange.excluded",
  "exchange.included",
  // Quarantine
  "quarantine.imported",
  // Reading what is not for everybody
  "message.downloaded",
  "quarantine.downloaded",
  "message.read-unmasked",
  "messages.searched-unmasked",
  "messages.followed-unmasked",
  "quarantine.read-unmasked",
  // Sessions
  "session.signed-in",
  "session.signed-out",
  "session.ended",
  // Users
  "admin-link.made",
  "admin-link.used",
  "user.created",
  "user.changed",
  "user.disabled",
  "user.enabled",
  "user.removed",
  "password.changed",
  "second-factor.enabled",
  "second-factor.disabled",
  "grant.added",
  "grant.removed",
  // Tokens
  "token.created",
  "token.revoked",
  // What the permission table did not let through
  "access.refused",
  // Settings
  "masking-rule.created",
  "masking-rule.changed",
  "masking-rule.removed",
  // Complaints
  "complaint.read-unmasked",
  "complaints.listed-unmasked",
  "complaint.created",
  "complaint.assigned",
  "complaint.reassigned",
  "complaint.processed",
  "complaint.closed",
  "complaint.commented",
  "complaint.reopened",
  "complaint.priority-changed",
  "complaint.compensation-required",
  "complaint.compensated",
  "complaint.compensation-failed",
  // Mails and whom they reach
  "mail.read",
  "mail.decided",
  "customer.added",
  "customer.changed",
  "customer.removed",
  "notified-administrator.added",
  "notified-administrator.changed",
  "notified-administrator.removed",
  // Dead letters
  "dead-letter.read-unmasked",
  "dead-letter.edited",
  "dead-letters.patched",
  "dead-letters.listed-unmasked",
  "dead-letters.discarded",
  "dead-letters.restored",
  "dead-letters.exported",
  "dead-letter-queue.custody-changed",
  "dead-letter-queue.released",
  // Sagas
  "saga.read-unmasked",
  "sagas.listed-unmasked",
  // Streams
  "stream.replayed",
  // Redrives
  "redrive.planned",
  "redrive.started",
  "redrive.paused",
  "redrive.resumed",
  "redrive.aborted",
  // How sagas are judged, told apart and compensated
  "saga-definition.written",
  "saga-definition.removed",
  "saga-settings.changed",
  "saga.compensated",
] as const;
export type ActionName = (typeof ACTION_NAMES)[number];
