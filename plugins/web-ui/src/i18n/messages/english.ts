import { common } from "./common.js";
import { palette } from "./palette.js";
import { settings } from "./settings.js";
import { setup } from "./setup.js";
import { shell } from "./shell.js";
import { thread } from "./thread.js";

/** Every text of the interface. Plural forms are those of Intl.PluralRules, chosen by `{count}`. */
export const english = { ...common, ...shell, ...palette, ...setup, ...settings, ...thread } as const satisfies Record<
  string,
  string | Partial<Record<Intl.LDMLPluralRule, string>>
>;

export type Catalogue = typeof english;
export type MessageKey = keyof Catalogue;
