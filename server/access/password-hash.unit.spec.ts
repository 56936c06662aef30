import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password-hash";

describe("the digest of a password", () => {
  it("is another one each time, and only the password fits it", async () => {
    const password = "a lighthouse in the fog";
    const [one, two] = await Promise.all([hashPassword(password), hashPassword(password)]);
    expect(one).not.toBe(two);
    expect(one).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(await verifyPassword({ hash: one, password })).toBe(true);
    expect(await verifyPassword({ hash: one, password: `${password} ` })).toBe(false);
  });

  it("fits the same characters in another form", async () => {
    const hash = await hashPassword("caf\u00e9 au lait sucr\u00e9");
    expect(await verifyPassword({ hash, password: "cafe\u0301 au lait sucre\u0301" })).toBe(true);
  });

  it.each(["", "plain", "md5$1$1$1$AA$AA", "scrypt$32768$8$3$AA$"])(
    "that is %j fits nothing",
    async (hash) => {
      expect(await verifyPassword({ hash, password: "a lighthouse in the fog" })).toBe(false);
    },
  );
});
