import { ROLES, type Role } from "./roles";

/**
 * The roles that an identity provider says somebody has. Pure. The claim is a list or a text of words, found by its name
 * or along a path with dots (`realm_access.roles`); a word is a role by its name, alone or after `sillage-` or
 * `sillage:`. All other words are somebody else's groups.
 */
export function rolesFromClaims(claims: Readonly<Record<string, unknown>>, claim: string): Role[] {
  const words = wordsOf(valueAt(claims, claim));
  return ROLES.filter((role) =>
    words.some((word) => [role, `sillage-${role}`, `sillage:${role}`].includes(word.toLowerCase())),
  );
}

function valueAt(claims: Readonly<Record<string, unknown>>, claim: string): unknown {
  if (Object.hasOwn(claims, claim)) return claims[claim];
  let value: unknown = claims;
  for (const name of claim.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function wordsOf(value: unknown): string[] {
  if (typeof value === "string") return value.split(/[\s,]+/);
  return Array.isArray(value) ? value.filter((it) => typeof it === "string") : [];
}
