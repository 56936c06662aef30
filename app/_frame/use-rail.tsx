"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import type { RailGroup } from "@/components/frame/rail";
import { type DoorRule, PAGES } from "@/server/access/permissions";
import { useMay } from "../_access/me";
import { usePlace } from "../_access/place";
import { GROUPS, type PageLink } from "../_components/pages";
import { useShortcut } from "./shortcuts";

/** What goes along from page to page: where and when one looks. */
const CARRIED = ["vhost", "range", "from", "to"];

/** The second key after `g`, by page. */
const KEYS: Record<string, string> = {
  overview: "o",
  live: "l",
  complaints: "c",
  events: "e",
  sagas: "s",
  topology: "t",
  deadLetters: "d",
  quarantine: "q",
};

const LINKS = GROUPS.flatMap((group) => group.pages);

/** The page in sight, as the rail knows it; a page below one counts as it. */
export function useCurrentPage(): { page: PageLink | undefined; exact: boolean } {
  const path = usePathname();
  const exact = LINKS.find((it) => it.href === path || it.tabs?.some((tab) => tab === path));
  return {
    page: exact ?? LINKS.find((it) => it.href !== "/" && path.startsWith(`${it.href}/`)),
    exact: exact !== undefined,
  };
}

/** The groups of the rail that have pages which the reader may open, as they are drawn. */
export function useRail(): RailGroup[] {
  const t = useTranslations("frame");
  const search = useSearchParams();
  const { page: current } = useCurrentPage();
  const allowed = useMay();
  const carried = new URLSearchParams(CARRIED.flatMap((name) => search.getAll(name).map((it) => [name, it])));
  const chosen = ["range", "from", "to"].some((name) => carried.has(name));
  const tailOf = ({ opensWith }: PageLink) => {
    const tail = new URLSearchParams(carried);
    if (!chosen && opensWith !== undefined) tail.set("range", opensWith);
    return tail.size > 0 ? `?${tail}` : "";
  };
  const here = usePlace()?.complaints ?? null;
  const open = ({ href, complaints = false }: PageLink) => {
    const rule: DoorRule = PAGES[href];
    if (complaints && here === null) return false;
    if (rule === "public" || rule === "signed-in") return true;
    return allowed(rule, complaints ? (here ?? undefined) : undefined);
  };
  const groups = GROUPS.map((group) => ({ ...group, pages: group.pages.filter(open) }));
  return groups
    .filter((group) => group.pages.length > 0)
    .map((group) => ({
      id: group.id,
      name: t(`group.${group.id}`),
      pages: group.pages.map((page) => ({
        id: page.id,
        name: t(`page.${page.id}` as never),
        href: `${page.href}${tailOf(page)}`,
        icon: page.icon,
        current: page === current,
      })),
    }));
}

/** `g` and a letter go to a page. */
export function GoKeys() {
  return useRail()
    .flatMap((group) => group.pages)
    .map((page) => KEYS[page.id] && <GoKey key={page.id} letter={KEYS[page.id]!} {...page} />);
}

function GoKey({ letter, name, href }: { letter: string; name: string; href: string }) {
  const router = useRouter();
  useShortcut({ keys: `g ${letter}`, label: name, group: "go" }, () => router.push(href));
  return null;
}
