import { resolve } from "node:path";
import type { Plugin } from "vite";

interface Group {
  name: string;
  test: (id: string) => boolean;
  priority: number;
}

/**
 * One file for each named root: the module and all it imports without being asked, less what an earlier root has. Apart, each of many small
 * files would be compressed on its own, and a page would wait for a chain of them. What is imported on demand stays in files of its own.
 */
export function firstFiles(roots: Record<string, string[]>): { plugin: Plugin; groups: Group[] } {
  const owner = new Map<string, string>();
  const plugin: Plugin = {
    name: "open-cowork:first-files",
    apply: "build",
    buildEnd() {
      const claim = (id: string, name: string): void => {
        if (owner.has(id)) return;
        owner.set(id, name);
        for (const next of this.getModuleInfo(id)?.importedIds ?? []) claim(next, name);
      };
      for (const [name, files] of Object.entries(roots)) for (const file of files) claim(resolve(import.meta.dirname, "../src", file), name);
    },
  };
  const groups = Object.keys(roots).map((name, index) => ({ name, test: (id: string) => owner.get(id) === name, priority: 9 - index }));
  return { plugin, groups };
}
