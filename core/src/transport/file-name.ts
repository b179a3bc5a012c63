const MAX_LENGTH = 200;

/** A name that is only a name, for headers, disks and logs of others: no path, nothing that cannot be seen, not too long, never empty. Keeps the extension. */
export function fileNameOf(given: string): string {
  const seen = given
    .replace(/[\p{Cc}\p{Cs}]/gu, "")
    .replace(/[/\\]/g, "_")
    .trim();
  if (/^\.*$/.test(seen)) return "file";
  if (seen.length <= MAX_LENGTH) return seen;
  const extension = /\.[^.\s]{1,16}$/.exec(seen)?.[0] ?? "";
  // A cut may have gone through a pair.
  return seen.slice(0, MAX_LENGTH - extension.length).replace(/\p{Cs}$/u, "") + extension;
}
