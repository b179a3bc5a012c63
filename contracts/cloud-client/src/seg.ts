/** An id as one segment of a path. */
export function seg(id: string): string {
  return encodeURIComponent(id);
}
