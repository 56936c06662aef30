import { MASK } from "./mask-tokens";

/**
 * Personal data and secrets that give themselves away by their shape, whatever the field that holds them: an e-mail
 * address in the text of an error, a token in a link. Time is linear in the length of the text.
 */
export const SHAPES = ["email", "iban", "card", "token", "credentials"] as const;
export type Shape = (typeof SHAPES)[number];

/** A text without a match of this holds none of the shapes. */
const TRIGGER = /@|%40|eyJ|ewo|ew0|W3s|bearer|basic|[A-Z]{2}\d{2}|\d{4}[ -]\d/i;

/** The text with each piece of one of the shapes masked; the same text when there is none. */
export function maskShapes(text: string, shapes: ReadonlySet<Shape>): string {
  if (shapes.size === 0 || !TRIGGER.test(text)) return text;
  let masked = text;
  if (shapes.has("credentials")) masked = maskCredentials(masked);
  if (shapes.has("token")) masked = masked.replace(TOKEN, MASK).replace(BEARER, `$1 ${MASK}`);
  if (shapes.has("iban")) masked = masked.replace(IBAN, maskIban);
  if (shapes.has("card")) masked = masked.replace(CARD, (card) => (isCard(card) ? MASK : card));
  if (shapes.has("email")) masked = maskEmails(masked);
  return masked;
}

/** JSON in base64, with or without more parts after dots: web tokens, and bodies within bodies. */
const TOKEN = /(?<![A-Za-z0-9])(?:eyJ|ewog|ewoJ|ew0K|W3si|W3sK)[A-Za-z0-9+/_=-]{8,}(?:\.[A-Za-z0-9+/_=-]*)*/g;
const BEARER = /\b(bearer(?= +[\w.~+/=-]{16})|basic(?= +[A-Za-z0-9+/]{4,}={1,2})) +[\w.~+/=-]+/gi;
const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])/g;
const CARD = /(?<![\w-])[3-6]\d{3}([ -])(?:\d{4}\1\d{4}\1\d{1,4}|\d{6}\1\d{5})(?![\w-])/g;

/** User and password of an address: `amqp://user:password@host`. */
function maskCredentials(text: string): string {
  let masked = "";
  let from = 0;
  for (let at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
    const end = endOfUser(text, at + 3);
    if (end <= at + 3) continue;
    masked += text.slice(from, at + 3) + MASK;
    from = end;
  }
  return masked + text.slice(from);
}

/** Place of the last `@` before the path: a password may hold one. -1 when the address has none. */
function endOfUser(text: string, start: number): number {
  let end = -1;
  for (let at = start; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === "@") end = at;
    else if (ENDS_HOST.has(letter)) break;
  }
  return end;
}

const ENDS_HOST = new Set(" \t\n\r/?#\"'<>");

/** What follows an IBAN may look like more of it: the longest part with the right check digits counts. */
function maskIban(text: string): string {
  let rest = 0;
  let letters = 0;
  let end = 0;
  for (let at = 4; at < text.length && letters < 30; at++) {
    if (text[at] === " ") continue;
    rest = restOf(rest, text[at]!);
    // Country and check digits count last. 15 characters is the shortest there is.
    if (++letters >= 11 && [...text.slice(0, 4)].reduce(restOf, rest) === 1) end = at + 1;
  }
  return end > 0 ? MASK + text.slice(end) : text;
}

/** Rest of a division by 97 with one more letter, A being 10. */
function restOf(rest: number, letter: string): number {
  const value = Number.parseInt(letter, 36);
  return (rest * (value > 9 ? 100 : 10) + value) % 97;
}

function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

const AT = /@|%40/g;

/** An address with a domain that has a dot: `rabbit@node-1` and `react@19.3` are none. */
function maskEmails(text: string): string {
  let masked = "";
  let from = 0;
  for (const { index, 0: at } of text.matchAll(AT)) {
    if (index < from) continue;
    const start = startOfMailbox(text, index, from);
    const end = endOfDomain(text, index + at.length);
    if (start === index || end < 0) continue;
    masked += text.slice(from, start) + MASK;
    from = end;
  }
  return masked + text.slice(from);
}

const MAILBOX = /[\p{L}\p{M}\p{N}._%+'’`~!#$^*-]/u;
const DOMAIN = /[\p{L}\p{M}\p{N}.-]/u;
/** Somewhere in it a dot with two letters after it. */
const HAS_TOP = /\.(?:\p{L}[\p{L}\p{M}]|xn--)/iu;

function startOfMailbox(text: string, at: number, least: number): number {
  if (text[at - 1] === '"') {
    const quote = text.lastIndexOf('"', at - 2);
    return quote >= least && at - 2 >= least ? quote : at;
  }
  let start = at;
  while (start > least && MAILBOX.test(letterBefore(text, start))) start -= letterBefore(text, start).length;
  return start;
}

/** End of the domain that begins there; -1 when it is none. */
function endOfDomain(text: string, start: number): number {
  let end = start;
  while (end < text.length && DOMAIN.test(letterAt(text, end))) end += letterAt(text, end).length;
  while (end > start && /[.-]/.test(text[end - 1]!)) end--;
  // A name of 255 letters at most: what is longer is masked as a whole all the same.
  const domain = text.slice(start, end);
  return domain.length > 255 || HAS_TOP.test(domain) ? end : -1;
}

const letterAt = (text: string, at: number) => String.fromCodePoint(text.codePointAt(at)!);

/** The letter that ends there: two units where it is a pair. */
function letterBefore(text: string, end: number): string {
  const pair = end > 1 ? text.codePointAt(end - 2)! : 0;
  return pair > 0xffff ? String.fromCodePoint(pair) : text[end - 1]!;
}
