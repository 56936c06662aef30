/** Where a person goes after signing in, when the address says nowhere or somewhere else. */
const HOME = "/";
/** Stands for this site while an address is read; nobody can own it (RFC 2606). */
const HERE = "http://sillage.invalid";

/**
 * A path of this site from the text of a `next` parameter, else the home page: a sign-in page must not send people to a
 * stranger's site, and not to a procedure or a download either. Pure.
 * @returns path, query and fragment, beginning with exactly one slash.
 */
export function safeNext(next: string | null | undefined): string {
  if (!next || next.length > 2_000) return HOME;
  // Browsers take a backslash for a slash, and drop tabs and line ends from within: `/\t/evil.example` leaves the site.
  if (!next.startsWith("/") || /^\/[/\\]/.test(next) || /[\p{Cc}\\]/u.test(next)) return HOME;
  if (!URL.canParse(next, HERE)) return HOME;
  const url = new URL(next, HERE);
  // Dot segments are resolved by now: `/.//evil.example` has become `//evil.example`.
  const path = decoded(url.pathname);
  if (url.origin !== HERE || /^\/[/\\]/.test(path) || /^\/(api|_next)(\/|$)/i.test(path)) return HOME;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** What a router may make of a path; a path that cannot be decoded is nobody's page. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "//";
  }
}
