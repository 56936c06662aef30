import { z } from "zod";

/** Why an exchange is observed as it is: a code for translations, its parameters, and an English sentence made from them. */

export const COVERAGES = ["complete", "partial", "not_observed", "excluded"] as const;
export const coverageSchema = z.enum(COVERAGES);
export type Coverage = z.output<typeof coverageSchema>;

/** Stored as JSON: what was written once must keep parsing. Names in it are hostile text. */
export const tapReasonSchema = z.discriminatedUnion("code", [
  z.object({ code: z.literal("every_message") }),
  z.object({ code: z.literal("bound_keys"), keys: z.number() }),
  z.object({ code: z.literal("alternate"), alternate: z.string() }),
  z.object({ code: z.literal("alternate_missing"), alternate: z.string() }),
  z.object({ code: z.literal("alternate_not_observed"), alternate: z.string() }),
  z.object({ code: z.literal("headers_not_mirrorable"), count: z.number() }),
  z.object({ code: z.literal("policy_unreadable"), policy: z.string() }),
  z.object({ code: z.literal("default_exchange") }),
  z.object({ code: z.literal("tap_would_steal"), type: z.string(), upstream: z.array(z.string()) }),
  z.object({ code: z.literal("broker_internal") }),
  z.object({ code: z.literal("own_plumbing") }),
  z.object({ code: z.literal("excluded_by_operator") }),
  z.object({ code: z.literal("awaiting_consent") }),
  z.object({ code: z.literal("refused"), detail: z.string() }),
]);
export type TapReason = z.output<typeof tapReasonSchema>;

export const sideEffectSchema = z.object({
  code: z.enum(["confirms_wait", "mandatory_returns_stop", "auto_delete_lives_on", "unbound_key_lingers"]),
});
export type SideEffect = z.output<typeof sideEffectSchema>;

/** The reason in English. */
export function reasonSentence(reason: TapReason): string {
  switch (reason.code) {
    case "every_message":
      return "Every message that reaches this exchange is recorded.";
    case "bound_keys":
      return `Every message with a bound key is recorded (${reason.keys} now); a key that nobody binds is not seen.`;
    case "alternate":
      return `Its bindings are mirrored, and what none of them wants is recorded at its alternate exchange ${quote(reason.alternate)}.`;
    case "alternate_missing":
      return `Its bindings are mirrored; what none of them wants is lost, because the alternate exchange ${quote(reason.alternate)} does not exist.`;
    case "alternate_not_observed":
      return `Its bindings are mirrored, but what none of them wants goes to ${quote(reason.alternate)}, which is not observed completely.`;
    case "headers_not_mirrorable":
      return `It has an alternate exchange, so its bindings are mirrored, and ${reason.count} of them match on values whose type is not known to us.`;
    case "policy_unreadable":
      return `The policy ${quote(reason.policy)} may give it an alternate exchange and cannot be read, so only its bindings are mirrored.`;
    case "default_exchange":
      return "The default exchange cannot be bound: only dead letters and our own sends are seen.";
    case "tap_would_steal":
      return reason.upstream.length > 0
        ? `An exchange of type ${quote(reason.type)} gives each message to one of its bindings, so a tap would steal some. Observe what feeds it: ${reason.upstream.map(quote).join(", ")}.`
        : `An exchange of type ${quote(reason.type)} gives each message to one of its bindings, so a tap would steal some. To observe it, publish to a fanout exchange that is bound to it.`;
    case "broker_internal":
      return "The broker's own exchange for traces, events or logs.";
    case "own_plumbing":
      return "Part of Sillage itself.";
    case "excluded_by_operator":
      return "Excluded by an operator.";
    case "awaiting_consent":
      return "Not tapped yet: this broker is not our own, and nobody has agreed to bind it.";
    case "refused":
      return `The broker refused the tap: ${reason.detail}`;
  }
}

/** A side effect in English. */
export function sideEffectSentence({ code }: SideEffect): string {
  switch (code) {
    case "confirms_wait":
      return "A publisher's confirm also waits for the audit queue.";
    case "mandatory_returns_stop":
      return "A mandatory message that no other queue wants is not returned any more, because the audit queue takes it.";
    case "auto_delete_lives_on":
      return "The exchange is auto-delete and lives on while the tap is bound.";
    case "unbound_key_lingers":
      return "For a moment after its last binding for a key is removed, a message with that key counts as routed.";
  }
}

function quote(name: string): string {
  return JSON.stringify(name);
}
