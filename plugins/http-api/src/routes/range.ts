export interface ByteRange {
  start: number;
  /** Exclusive. */
  end: number;
}

/**
 * One byte range (RFC 9110 section 14): undefined for the whole content, also where several ranges or another unit are asked for, or `If-Range`
 * names another version; a server may always ignore a range.
 */
export function parseRange(header: string | undefined, ifRange: string | undefined, etag: string, size: number): ByteRange | "unsatisfiable" | undefined {
  if (header === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return undefined;
  if (first === "") {
    const suffix = Number(last);
    return suffix === 0 || size === 0 ? "unsatisfiable" : { start: Math.max(0, size - suffix), end: size };
  }
  const start = Number(first);
  const end = last === "" ? size : Math.min(size, Number(last) + 1);
  if (start >= size) return "unsatisfiable";
  return end <= start ? undefined : { start, end };
}
