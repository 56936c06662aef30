import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeAdminLink } from "../../server/access/first-link";
import { demoProgram } from "../../server/bench/programs";
import { openWindow, startWebRig, type WebRig } from "../../server/bench/web-rig";
import { openConnection, vhostOf } from "../../server/broker/connection";
import { createPool, createPrisma } from "../../server/db";
import { COMPLAINTS } from "../../server/demo/systems/helpdesk-messages";
import { readEnv } from "../../server/env";
import { errorText } from "../../server/errors";
import { type SignedIn, signedIn } from "../../server/testing/signed-in";
import { until } from "../../server/testing/until";
import { BROKEN, SCENES, type Scene } from "./scenes";

/**
 * `npm run screenshots [-- name …]`: every page in every state, on a demo of its own, into
 * `<data folder>/screenshots/pictures`. Names choose scenes by their beginning.
 */

interface Look {
  width: 1440 | 390;
  theme: "light" | "dark";
  locale: "en" | "fr";
}

const ALL_LOOKS: Look[] = ([1440, 390] as const).flatMap((width) =>
  (["light", "dark"] as const).flatMap((theme) =>
    (["en", "fr"] as const).map((locale) => ({ width, theme, locale })),
  ),
);
const TWO_LOOKS: Look[] = [
  { width: 1440, theme: "light", locale: "en" },
  { width: 390, theme: "dark", locale: "fr" },
];

const NAME = "screenshots";
const folder = join(readEnv().dataDir, NAME, "pictures");
const wanted = process.argv.slice(2);
const chosen = (scenes: readonly Scene[]) =>
  scenes.filter(({ name }) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)));

async function main(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const rig = await startWebRig(NAME, { SILLAGE_DESIGN: "on", SILLAGE_ENVIRONMENT: "demo" });
  try {
    // Its agents deal with complaints over REST: they must know where.
    rig.run(demoProgram(), { SILLAGE_DEMO: "on", PORT: new URL(rig.url).port });
    const places = { message: await aStoredOrder(rig), link: await aWelcomeLink(rig) };
    await refuseSome(rig);
    await invite(rig);
    await someComplaints(rig);
    await redriveOne(rig);
    for (const scene of chosen(SCENES)) await shoot(rig, scene, places, "");
    if (chosen(BROKEN).length === 0) return;
    await rig.broker.kill();
    for (const scene of chosen(BROKEN)) await shoot(rig, scene, places, "-broker-down");
    await rig.database.kill();
    for (const scene of chosen(BROKEN)) await shoot(rig, scene, places, "-database-down");
  } finally {
    await rig.stop();
  }
}

/** Waits for the demo's history. Returns the id of an order's first message. */
async function aStoredOrder({ url, person }: WebRig): Promise<string> {
  const found = await until(async () => {
    const answer = await fetch(`${url}/api/audit/search?eventType=OrderPlaced&limit=50`, {
      headers: person.bearer,
    });
    const { items } = (await answer.json()) as { items: { message: { id: string } }[] };
    return items.length >= 20 ? items : null;
  });
  return found.at(-1)!.message.id;
}

/** A link that makes the first administrator: its secret. */
async function aWelcomeLink(rig: WebRig): Promise<string> {
  const databaseUrl = rig.database.url();
  const prisma = createPrisma(databaseUrl);
  const link = await makeAdminLink(prisma, readEnv({ DATABASE_URL: databaseUrl }), new Date());
  await prisma.$disconnect();
  return new URL(link).searchParams.get("token")!;
}

/** A few colleagues with their tokens, and what they did, so that neither the settings nor the record are empty. */
async function invite({ url, database, broker }: WebRig): Promise<void> {
  const people: Record<string, SignedIn> = {};
  for (const [name, email, role, exchanges] of [
    ["Amélie Fontaine", "amelie.fontaine@example.com", "agent", null],
    ["Tomasz Nowak", "tomasz.nowak@example.com", "operator", null],
    ["Inès Haddad", "ines.haddad@example.com", "auditor", null],
    ["Grafana", "grafana@example.com", "viewer", "storefront.*"],
  ] as const) {
    people[name] = await signedIn(database.url(), [{ role, exchanges }], { name, email }).catch(
      () => people[name]!,
    );
  }
  const operator = people["Tomasz Nowak"];
  const auditor = people["Inès Haddad"];
  // Made by an earlier run in the same folder.
  if (!operator || !auditor) return;
  const post = (path: string, body: object) =>
    fetch(url + path, {
      method: "POST",
      headers: { ...operator.bearer, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const loud = { vhost: vhostOf(broker.url()), exchange: COMPLAINTS };
  await post("/api/coverage/exclude", { ...loud, reason: "Too loud during the load test, INC-204" });
  await post("/api/coverage/include", { ...loud, reason: "The load test is over" });
  const { items } = (await (
    await fetch(`${url}/api/quarantine?limit=1`, { headers: operator.bearer })
  ).json()) as { items: { id: string }[] };
  await post(`/api/quarantine/${items[0]!.id}/import`, {});
  await fetch(`${url}/api/audit/search?eventType=OrderPlaced`, { headers: auditor.bearer });
  await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email: auditor.user.email, password: "not this one" }),
  });
}

/** Waits until the demo's customers have complained a few times. */
async function someComplaints({ url, person }: WebRig): Promise<void> {
  await until(async () => {
    const answer = await fetch(`${url}/api/complaints?limit=10`, { headers: person.bearer });
    const { items } = (await answer.json()) as { items: unknown[] };
    return items.length >= 4 || null;
  });
}

/** Sends one dead letter back, so that there is a redrive with an outcome. */
async function redriveOne({ url, person }: WebRig): Promise<void> {
  const read = async <T>(path: string) =>
    ((await (await fetch(url + path, { headers: person.bearer })).json()) as { items: T[] }).items;
  // Made by an earlier run in the same folder.
  if ((await read("/api/dead-letters/redrives?limit=1")).length > 0) return;
  const aLetter = () =>
    until(async () => {
      const found = await read<{ id: string }>("/api/dead-letters?limit=1");
      return found.length > 0 ? found : null;
    });
  // The demo's consumers fail now and then: it may be a minute before they do.
  const [letter] = await aLetter().catch(aLetter).catch(aLetter);
  const post = async (path: string, body: object) => {
    const headers = { ...person.bearer, "content-type": "application/json" };
    return (await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) })).json();
  };
  const plan = { selection: { ids: [letter!.id] }, reason: "The gateway answers again, INC-207" };
  const { redrive } = (await post("/api/dead-letters/redrives", plan)) as { redrive: { id: string } };
  await post(`/api/dead-letters/redrives/${redrive.id}/start`, {});
}

/** Lets the database refuse three messages, so that the quarantine is not empty. */
async function refuseSome(rig: WebRig): Promise<void> {
  const pool = createPool(rig.database.url(), NAME, 1);
  const counted = () =>
    pool
      .query<{ count: string }>("SELECT count(*) FROM quarantined_messages")
      .then(({ rows }) => Number(rows[0]!.count));
  if ((await counted()) === 0) {
    await pool.query("ALTER TABLE messages DROP CONSTRAINT IF EXISTS refuse_some");
    await pool.query(
      "ALTER TABLE messages ADD CONSTRAINT refuse_some CHECK (routing_key NOT LIKE 'refused.%') NOT VALID",
    );
    const connection = await openConnection({ url: rig.broker.url() }, NAME);
    const channel = await connection.createConfirmChannel();
    for (const n of [1, 2, 3]) {
      channel.publish(COMPLAINTS, `refused.${n}`, Buffer.from(JSON.stringify({ refused: n })), {
        contentType: "application/json",
        headers: { "x-attempt": n },
      });
    }
    await channel.waitForConfirms();
    await until(async () => (await counted()) === 3 || null);
    await connection.close();
    await pool.query("ALTER TABLE messages DROP CONSTRAINT refuse_some");
  }
  await pool.end();
}

/** What stands in the addresses of scenes. */
type Places = Record<"message" | "link", string>;

async function shoot(rig: WebRig, scene: Scene, places: Places, state: string): Promise<void> {
  for (const look of scene.everyLook && !state ? ALL_LOOKS : TWO_LOOKS) {
    const name = `${scene.name}${state}-${look.width}-${look.theme}-${look.locale}`;
    const problems = await picture(rig, scene, places, look, join(folder, `${name}.png`));
    process.stdout.write(`${name}.png${problems.length ? `: ${problems.join("; ")}` : ""}\n`);
  }
}

/** @returns what the browser complained about */
async function picture(
  rig: WebRig,
  scene: Scene,
  places: Places,
  { width, theme, locale }: Look,
  path: string,
): Promise<string[]> {
  const context = await openWindow(rig, {
    viewport: { width, height: width === 1440 ? 900 : 844 },
    colorScheme: theme,
    locale: locale === "en" ? "en-GB" : "fr-FR",
    timezoneId: "Europe/Paris",
    reducedMotion: "reduce",
  });
  if (scene.stranger) await context.clearCookies();
  const problems: string[] = [];
  try {
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (entry) => entry.type() === "error" && problems.push(entry.text()));
    await page.goto(scene.address.replace(/\{(\w+)\}/g, (_, place: keyof Places) => places[place]));
    await page.waitForLoadState("networkidle", { timeout: 4_000 }).catch(() => {});
    await scene.prepare?.(page);
    // What is drawn after the data: charts and diagrams are loaded when they are needed.
    await page.waitForTimeout(1_500);
    await page.screenshot({ path });
    await scene.leave?.(page);
  } catch (error) {
    problems.push(errorText(error));
  } finally {
    await context.close();
  }
  return problems;
}

await main().then(
  () => process.exit(),
  (error) => {
    process.stderr.write(`${errorText(error)}\n`);
    process.exit(1);
  },
);
