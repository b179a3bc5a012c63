import uFuzzy from "@leeoniya/ufuzzy";

const matcher = new uFuzzy({
  intraMode: 1,
  intraIns: 1,
  unicode: true,
  interSplit: "[^\\p{L}\\d']+",
  intraSplit: "\\p{Ll}\\p{Lu}",
  intraBound: "\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}",
  intraChars: "[\\p{L}\\d']",
  intraContr: "'\\p{L}{1,2}\\b",
});

/** The items whose text fits what was typed, best first: words in any order, one wrong or missing letter a word. All of them, as they are, for an empty query. */
export function fuzzy<T>(items: readonly T[], query: string, text: (item: T) => string): T[] {
  const needle = query.trim();
  if (!needle) return [...items];
  const haystack = items.map(text);
  const [found, info, order] = matcher.search(haystack, needle, 1, 1_000);
  if (!found) return [];
  const ranked = info && order ? order.map((position) => info.idx[position]) : found;
  return ranked.flatMap((index) => (index === undefined ? [] : (items[index] ?? [])));
}
