/** Milliseconds of a clock that all processes of this machine share, so that a time taken in one can be subtracted in another. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** A time as a piece of text that {@link STAMP} finds again in a stream of bytes. */
export function stamp(timeMs: number): string {
  return `@${timeMs.toFixed(3)}@`;
}
export const STAMP = /@(\d+\.\d{3})@/g;
