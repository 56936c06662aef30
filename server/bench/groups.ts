import { createPool } from "@/server/db";
import { print, quantile } from "./figures";
import { fillDeadLetters } from "./fill-dead-letters";
import { fillStore } from "./fill-store";
import { startWebRig } from "./web-rig";

const ASKED = 100;
/** Messages whose rollups say what share of the traffic died. */
const TRAFFIC = 100_000;

/**
 * `npm run bench -- groups [dead letters]`: the causes of so many dead letters, as the page and the REST interface give
 * them, from the request to the last byte; then the first page of the messages of the largest cause.
 */
export async function benchGroups(letters = 1_000_000): Promise<void> {
  const rig = await startWebRig();
  const pool = createPool(rig.database.url(), "bench");
  try {
    await fillStore(pool, TRAFFIC, 24);
    await fillDeadLetters(pool, letters);
    const { rows } = await pool.query<{ id: string }>(
      "SELECT id FROM dead_letter_groups ORDER BY held DESC LIMIT 1",
    );
    const headers = { cookie: rig.person.cookie };
    for (const [what, path] of [
      ["page", "/dead-letters"],
      ["rest", "/api/dead-letters/groups"],
      ["messages of the largest", `/api/dead-letters?groupId=${rows[0]!.id}&state=waiting`],
    ] as const) {
      const times: number[] = [];
      for (let n = 0; n < ASKED; n++) {
        const began = performance.now();
        const answer = await fetch(rig.url + path, { headers });
        await answer.arrayBuffer();
        if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
        times.push(performance.now() - began);
      }
      print({
        name: "groups",
        what,
        dead_letters: letters,
        p50_ms: quantile(times, 0.5),
        p95_ms: quantile(times, 0.95),
      });
    }
  } finally {
    await pool.end();
    await rig.stop();
  }
}
