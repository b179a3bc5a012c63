/** Postgres text holds no NUL, and UTF-8 has no lone surrogates: both become the replacement character. For indexes; the log itself keeps the original. */
export function storable(text: string): string {
  return text.replaceAll("\u0000", "\uFFFD").replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
}

/** Beyond this a text is searched by its beginning: an index entry may not pass 1 MB. */
const MAX_INDEXED = 100_000;

/** Words for the full-text index, cut here and not by Postgres, so that the server's locale does not matter: `src/report-main.ts` is four words. */
export function searchWords(text: string): string {
  return wordsOf(storable(text.slice(0, MAX_INDEXED))).join(" ");
}

/** Finds texts that hold a word beginning with each of the query's words. Undefined when there is nothing to look for. */
export function searchQuery(text: string): { query: string; first: string } | undefined {
  const words = wordsOf(storable(text)).slice(0, 20);
  return words[0] === undefined ? undefined : { query: words.map((word) => `${word}:*`).join(" & "), first: words[0] };
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** A pattern for LIKE that matches the text itself anywhere. */
export function containing(text: string): string {
  return `%${storable(text).replace(/[\\%_]/g, "\\$&")}%`;
}
