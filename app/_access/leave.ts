/** Sends whoever's session has ended to sign in, and back here afterwards. Errors of any other kind stay where they are. */
export function leaveWhenSignedOut(error: unknown): void {
  const status = (error as { data?: { httpStatus?: number } } | null)?.data?.httpStatus;
  if (status !== 401 || typeof window === "undefined") return;
  const { pathname, search } = window.location;
  // The whole page goes, and with it what it had loaded for this person.
  window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}
