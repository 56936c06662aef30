/** How long a session lives: NIST SP 800-63B-4, assurance level 2. A page that is open asks now and then, so it counts as use. */

/** A session ends this long after it was last used, in milliseconds. */
export const IDLE_MS = 60 * 60 * 1000;

/** A session ends this long after sign-in whatever is done with it, in seconds. */
export const ABSOLUTE_S = 24 * 60 * 60;

/** The time of last use is written at most this often, in milliseconds. */
export const TOUCH_MS = 60 * 1000;
