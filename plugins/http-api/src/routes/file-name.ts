/** Control characters, and those that make a name read other than it is (`U+202E` shows `txt.exe` as `exe.txt`). */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** The last part of what a client calls a file, in characters that people see: a name that names no folder. */
export function fileName(name: string): string {
  const last = name.replace(UNSEEN, "_").split(/[/\\]/).at(-1)!.trim();
  return /^\.*$/.test(last) ? "file" : last;
}
