/** Longest name of a file on common systems, in characters that may take three bytes each. */
const LONGEST = 80;

/** A name that is no path and holds nothing that cannot be seen; its ending is kept. */
export function harmlessName(name: string): string {
  const safe = name
    .replace(/\p{Cc}|\p{Cs}/gu, "")
    .replace(/[/\\]/g, "_")
    .trim();
  if (/^\.*$/.test(safe)) return "file";
  const ending = /\.[\w-]{1,16}$/.exec(safe)?.[0] ?? "";
  return safe.length <= LONGEST ? safe : [...safe].slice(0, LONGEST - ending.length).join("") + ending;
}

/**
 * As it goes into the header of a form: grammY puts it there as it is, and the Bot API server ends it at a semicolon and then decodes percent signs.
 * https://github.com/tdlib/td/blob/master/tdnet/td/net/HttpReader.cpp
 */
export function headerName(name: string): string {
  return name.replace(/[%;"\\]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
