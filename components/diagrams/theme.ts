/** Our colour tokens as Mermaid wants them: it computes with colours and knows neither oklch() nor light-dark(). */
export function themeOf(root: HTMLElement): Record<string, string | boolean> {
  const probe = document.createElement("span");
  root.append(probe);
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  const colour = (token: string): string => {
    probe.style.color = `var(--color-${token})`;
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
    return `#${[r, g, b].map((part) => part!.toString(16).padStart(2, "0")).join("")}`;
  };
  const [ink, surface, raised, muted, accent, accentSoft, strong, warnSoft, line] = [
    ...["ink", "surface", "raised", "muted", "accent", "accent-soft", "line-strong", "warn-soft", "line"],
  ].map(colour) as [string, string, string, string, string, string, string, string, string];
  probe.remove();
  return {
    background: surface,
    primaryColor: accentSoft,
    primaryTextColor: ink,
    primaryBorderColor: accent,
    secondaryColor: raised,
    secondaryTextColor: ink,
    secondaryBorderColor: strong,
    tertiaryColor: raised,
    tertiaryTextColor: ink,
    tertiaryBorderColor: line,
    lineColor: muted,
    textColor: ink,
    mainBkg: accentSoft,
    nodeBorder: accent,
    clusterBkg: raised,
    clusterBorder: line,
    edgeLabelBackground: surface,
    noteBkgColor: warnSoft,
    noteTextColor: ink,
    noteBorderColor: strong,
    fontSize: "13px",
  };
}
