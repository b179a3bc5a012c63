import { isAbsolute, relative, sep } from "node:path";

/** A path as people know it: inside the workspace relative to it, else as it is. The engine also names paths relative to the root. */
export function shownPath(directory: string, path: string): string {
  const rooted = `${sep}${path}`;
  const absolute = isAbsolute(path) ? path : rooted.startsWith(directory) ? rooted : undefined;
  if (absolute === undefined) return path;
  const inside = relative(directory, absolute);
  return inside.startsWith("..") || isAbsolute(inside) ? absolute : inside === "" ? "." : inside.split(sep).join("/");
}
