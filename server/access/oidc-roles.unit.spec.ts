import { describe, expect, it } from "vitest";
import { rolesFromClaims } from "./oidc-roles";

describe("the roles in the claims of an identity provider", () => {
  it.each([
    ["a list", { roles: ["operator", "viewer"] }, "roles", ["viewer", "operator"]],
    ["one word", { roles: "admin" }, "roles", ["admin"]],
    ["words in a text", { roles: "viewer, auditor  other" }, "roles", ["viewer", "auditor"]],
    ["a path", { realm_access: { roles: ["agent"] } }, "realm_access.roles", ["agent"]],
    ["a name with dots", { "https://x.example/roles": ["agent"] }, "https://x.example/roles", ["agent"]],
    ["our prefix", { groups: ["Sillage-Operator", "sillage:admin"] }, "groups", ["operator", "admin"]],
    ["others' groups", { groups: ["administrators", "domain admins"] }, "groups", []],
    ["nothing", {}, "roles", []],
    ["something else", { roles: { admin: true } }, "roles", []],
    ["numbers", { roles: [1, null, ["admin"]] }, "roles", []],
    ["what every object has", {}, "constructor.name", []],
  ])("%s", (_, claims, claim, expected) => {
    expect(rolesFromClaims(claims, claim)).toEqual(expected);
  });
});
