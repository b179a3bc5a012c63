/**
 * Heights of rows one below the other, with sums in O(log n) (a Fenwick tree), so that a thread of any length finds the rows
 * of the viewport at once. Unit: CSS pixels, fractions kept.
 */
export class Heights {
  #values: number[] = [];
  #tree: number[] = [0];

  get count(): number {
    return this.#values.length;
  }
  get total(): number {
    return this.before(this.count);
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  push(height: number): void {
    this.#values.push(height);
    const i = this.#values.length;
    let sum = height;
    for (let step = 1; step < (i & -i); step <<= 1) sum += this.#tree[i - step]!;
    this.#tree[i] = sum;
  }

  set(index: number, height: number): void {
    const more = height - this.at(index);
    if (more === 0 || index >= this.count) return;
    this.#values[index] = height;
    for (let i = index + 1; i <= this.count; i += i & -i) this.#tree[i]! += more;
  }

  /** Sum of the first `index` rows: where row `index` begins. */
  before(index: number): number {
    let sum = 0;
    for (let i = Math.min(index, this.count); i > 0; i -= i & -i) sum += this.#tree[i]!;
    return sum;
  }

  /** The row that holds the point `offset`; the first above and the last below the ends. */
  indexAt(offset: number): number {
    let index = 0;
    let rest = offset;
    for (let step = 1 << Math.floor(Math.log2(Math.max(1, this.count))); step > 0; step >>= 1)
      if (index + step <= this.count && this.#tree[index + step]! <= rest) rest -= this.#tree[(index += step)]!;
    return Math.max(0, Math.min(index, this.count - 1));
  }

  clear(): void {
    this.#values = [];
    this.#tree = [0];
  }
}
