import { createHash, randomBytes } from "node:crypto";

/** Something that opens a door and is kept as a digest alone: 256 random bits, in letters, digits, `-` and `_`. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** SHA-256 of such a secret: with that many random bits a slow digest would add nothing. */
export const digestOf = (secret: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(secret).digest());
