/** Lengths in characters (ASVS 5.0, 6.2.1 and 6.2.9). Which characters they are is nobody's business but the user's. */
export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 128;

/** What the most used passwords of this length are made of. */
const WORDS =
  /password|passwort|motdepasse|administrat(?:or|eur)|admin|welcome|bienvenue|changeme|letmein|iloveyou|jetaime|sillage|rabbitmq|sunshine|princess|football|baseball|superman|dragon|monkey|master|secret|qwertyuiop|qwerty|azertyuiop|azerty|asdfghjkl|asdf|zxcvbnm|soleil|doudou/g;
/** What is left of a password beside such words must be this long. */
const ENOUGH_BESIDE = 6;

/**
 * Whether a password of allowed length is one that guessers try first: common words with decoration, a run such as
 * 123456789012, the same few characters over and over. Pure.
 */
export function isWeakPassword(password: string): boolean {
  const plain = password.toLowerCase();
  if (new Set(plain).size < 5) return true;
  const beside = plain.replace(/[\s._-]/g, "").replace(WORDS, "");
  return withoutRuns(beside).length < ENOUGH_BESIDE;
}

/** The text without characters that only count on from the one before, up, down or standing. */
function withoutRuns(text: string): string {
  let kept = "";
  let step = Number.NaN;
  for (let i = 0; i < text.length; i++) {
    const next = text.charCodeAt(i) - text.charCodeAt(i - 1);
    if (Math.abs(next) > 1 || next !== step) kept += text[i];
    step = next;
  }
  return kept;
}
