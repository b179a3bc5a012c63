/** Well under what the routes take, whatever JSON makes of the text. */
const BATCH_CHARS = 500_000;

/** In the given order, each of at most `limit` things and (unless one thing alone is larger) not too much to send; one empty batch for nothing. */
export function batches<T>(things: readonly T[], limit: number): T[][] {
  const all: T[][] = [[]];
  let chars = 0;
  for (const thing of things) {
    const size = JSON.stringify(thing).length;
    const last = all[all.length - 1]!;
    if (last.length > 0 && (last.length === limit || chars + size > BATCH_CHARS)) {
      all.push([thing]);
      chars = size;
    } else {
      last.push(thing);
      chars += size;
    }
  }
  return all;
}
