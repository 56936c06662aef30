import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** What a digest costs to make and to check, in the terms of scrypt. */
export interface HashCost {
  N: number;
  r: number;
  p: number;
}

/** Cost of a new digest: 32 MB and about 0.2 s of one core, the measure that OWASP asks of scrypt. */
const COST: HashCost = { N: 2 ** 15, r: 8, p: 3 };
const LENGTH = 32;
/** What a stored digest may ask of us at most: a row that somebody tampered with must not stop the process. */
const MOST_BYTES = 128 * 1024 * 1024;

/** A digest of a password, with salt and cost: `scrypt$N$r$p$salt$digest`. */
export async function hashPassword(password: string, cost = COST): Promise<string> {
  const salt = randomBytes(16);
  const digest = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), digest.toString("base64url")].join(
    "$",
  );
}

/** Whether a password is the one of a digest, at the cost that the digest was made with. */
export async function verifyPassword({
  hash,
  password,
}: {
  hash: string;
  password: string;
}): Promise<boolean> {
  const [kind, N, r, p, salt, digest] = hash.split("$");
  if (kind !== "scrypt" || !salt || !digest) return false;
  const expected = Buffer.from(digest, "base64url");
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const given = await derive(password, Buffer.from(salt, "base64url"), cost);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** The same characters typed on another keyboard may come in another form: NFKC makes them one. */
function derive(password: string, salt: Buffer, cost: HashCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, LENGTH, { ...cost, maxmem: MOST_BYTES }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
