import mermaid from "mermaid";

/** Which kind of diagram Mermaid reads in a text. @throws what Mermaid says where it is no diagram. */
export async function readAs(text: string): Promise<string> {
  const { diagramType } = await mermaid.parse(text);
  return diagramType;
}

/** What must never be in a text: what makes something happen, and what Mermaid would refuse on a code host. */
export function expectHarmless(text: string): void {
  for (const line of text.split("\n")) {
    if (/^\s*(click|href|links?|callback)\b|%%|^---|javascript:|https?:/i.test(line)) throw new Error(line);
  }
  if (text.length >= 50_000) throw new Error(`${text.length} characters`);
}
