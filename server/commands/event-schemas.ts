import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { schemaFiles } from "@/server/complaints/json-schemas";
import { inRepo } from "@/server/launch/repo";

/**
 * `npm run event-schemas`: writes the JSON Schema of each event type of ours to server/complaints/schemas. What a type
 * was when it was first written stays in schemas/first, for the test that no change breaks older readers.
 */
const folder = inRepo("server", "complaints", "schemas");
const first = inRepo("server", "complaints", "schemas", "first");
await mkdir(first, { recursive: true });
for (const [name, text] of schemaFiles()) {
  await writeFile(`${folder}/${name}`, text);
  if (!existsSync(`${first}/${name}`)) await writeFile(`${first}/${name}`, text);
}
