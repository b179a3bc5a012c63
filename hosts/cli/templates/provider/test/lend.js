import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

// A host lends its plugins @open-cowork/core, @open-cowork/shared and zod. Tests run without a host, so they borrow them, and the conformance kit, from the
// Open Cowork that OPEN_COWORK_HOME names. What is installed beside this package wins.
const LENT = /^(@open-cowork\/|zod(\/|$))/;
const home = process.env.OPEN_COWORK_HOME;

registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!LENT.test(specifier)) throw error;
      if (!home) throw new Error("Set OPEN_COWORK_HOME to the directory of Open Cowork, so that its packages are found.", { cause: error });
      return next(specifier, { ...context, parentURL: pathToFileURL(path.join(path.resolve(home), "package.json")).href });
    }
  },
});
