import type { DrawnDiagram } from "./render-mermaid";

/** The drawing as an address for an image. As an image nothing in it can run, load or lead anywhere. */
export function imageAddress({ svg }: DrawnDiagram): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

/** Hands a file to the browser's downloads. */
export function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Longest side of a canvas that every browser makes. */
const LONGEST = 8_192;

/** The drawing as PNG on a ground of its own, twice as fine where that is possible. @throws when it cannot be drawn. */
export async function pngOf(drawn: DrawnDiagram, ground: string): Promise<Blob> {
  const { width, height } = drawn;
  const scale = Math.min(2, LONGEST / width, LONGEST / height);
  const image = new Image();
  image.src = imageAddress(drawn);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d")!;
  context.fillStyle = ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large."))),
      "image/png",
    ),
  );
}
