import { registerHooks } from "node:module";

/** What a plugin may import without shipping it: the contract, core, and the schema library they share. */
const PROVIDED = /^(@open-cowork\/(core|shared)|zod)(\/|$)/;
let registered = false;

/**
 * Lets plugins in folders of their own import the host's copy of the contract when they have none. Their own copy wins, as Node resolves it.
 * Idempotent; call it before the first third-party plugin is imported.
 */
export function provideSharedPackages(): void {
  if (registered) return;
  registered = true;
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!PROVIDED.test(specifier)) throw error;
        return next(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}
