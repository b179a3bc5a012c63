/** One line of at most `max` characters: what stands in a header or a list must not begin another line. */
export function oneLine(text: string, max: number): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
  return line.length <= max ? line : `${line.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** A name without folders, control characters and great length, since programs save files under it; spaces within it are kept. */
export function fileName(given: string | undefined, otherwise: string): string {
  const name = (given ?? "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .split(/[/\\]/)
    .at(-1)!
    .trim();
  if (name === "" || /^\.+$/.test(name)) return otherwise;
  // The end tells the kind of file.
  return name.length <= 200 ? name : name.slice(-200).replace(/^[\udc00-\udfff]/, "");
}
