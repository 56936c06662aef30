import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A small OpenID Connect provider for the tests, over real HTTP on the loopback: discovery, authorization code with PKCE,
 * RS256. It signs in, without asking, the person that the test named last.
 */
export interface OidcProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who signs in next, as claims of the ID token; `sub` and `email` at least. */
  person: Record<string, unknown>;
  /** While true, ID tokens are signed with a key that nobody published. */
  forged: boolean;
  close(): Promise<void>;
}

interface Grant {
  nonce: string | null;
  challenge: string;
  redirect: string;
  claims: Record<string, unknown>;
}

export async function startOidcProvider(): Promise<OidcProvider> {
  const key = newKey();
  const strange = newKey();
  const codes = new Map<string, Grant>();
  const server = createServer((request, response) => {
    handle(request, response).catch(() => answer(response, 500, { error: "server_error" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: OidcProvider = {
    issuer,
    clientId: "sillage",
    clientSecret: randomUUID(),
    person: { sub: "nobody" },
    forged: false,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", issuer);
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return answer(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          id_token_signing_alg_values_supported: ["RS256"],
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
        });
      case "/jwks":
        return answer(response, 200, { keys: [key.jwk] });
      case "/authorize":
        return authorize(url, response);
      case "/token":
        return token(await bodyOf(request), request, response);
      default:
        return answer(response, 404, { error: "not_found" });
    }
  }

  function authorize({ searchParams: asked }: URL, response: ServerResponse): void {
    if (asked.get("client_id") !== provider.clientId || asked.get("code_challenge_method") !== "S256")
      return void answer(response, 400, { error: "invalid_request" });
    const redirect = asked.get("redirect_uri")!;
    const code = randomUUID();
    codes.set(code, {
      nonce: asked.get("nonce"),
      challenge: asked.get("code_challenge")!,
      redirect,
      claims: { ...provider.person },
    });
    const back = new URL(redirect);
    back.searchParams.set("code", code);
    back.searchParams.set("state", asked.get("state") ?? "");
    response.writeHead(302, { location: back.href }).end();
  }

  function token(form: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    const grant = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const basic = Buffer.from(`${provider.clientId}:${provider.clientSecret}`).toString("base64");
    const known =
      form.get("client_secret") === provider.clientSecret ||
      request.headers.authorization === `Basic ${basic}`;
    const verifier = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!grant || !known || verifier !== grant.challenge || form.get("redirect_uri") !== grant.redirect)
      return void answer(response, 400, { error: "invalid_grant" });
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: provider.clientId, iat: now, exp: now + 300, ...grant.claims };
    answer(response, 200, {
      access_token: randomUUID(),
      token_type: "Bearer",
      expires_in: 300,
      id_token: (provider.forged ? strange : key).sign({ ...claims, nonce: grant.nonce ?? undefined }),
    });
  }

  return provider;
}

function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = "test";
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return {
    jwk: { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" },
    sign(claims: unknown): string {
      const text = `${part({ alg: "RS256", typ: "JWT", kid })}.${part(claims)}`;
      return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey, "base64url")}`;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const piece of request) text += piece;
  return new URLSearchParams(text);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
