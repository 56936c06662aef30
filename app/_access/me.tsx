"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext } from "react";
import type { Me } from "@/server/access/access-schemas";
import { PERMISSIONS, type Permission } from "@/server/access/permissions";
import { type Principal, scopeFor } from "@/server/access/principal";
import { inScope, type Place } from "@/server/access/scope";

const Context = createContext<Me | null>(null);

/** Tells what stands below who looks. */
export function MeProvider({ me, children }: { me: Me | null; children: ReactNode }) {
  return <Context value={me}>{children}</Context>;
}

/** Who looks; null when nobody is signed in. */
export const useMe = (): Me | null => useContext(Context);

/** Whether to show what needs a permission, at all or for an exchange. The server decides again when it is used. */
export function useMay(): (permission: Permission, place?: Place) => boolean {
  const me = useMe();
  return (permission, place) => {
    if (!me?.permissions.includes(permission)) return false;
    const reader: Principal = { kind: "user", ...me };
    return place === undefined || inScope(scopeFor(reader, permission), place);
  };
}

/** Why the reader may not do something, in a sentence; null when they may. */
export function useRefusal(): (permission: Permission, place?: Place) => string | null {
  const t = useTranslations("access");
  const allowed = useMay();
  return (permission, place) => {
    if (allowed(permission, place)) return null;
    const roles = PERMISSIONS[permission].map((role) => t(`role.${role}`)).join(", ");
    return t(allowed(permission) ? "elsewhere" : "needs", { roles });
  };
}
