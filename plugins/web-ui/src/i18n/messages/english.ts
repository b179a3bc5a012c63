import type { channels } from "./channels.js";
import { common } from "./common.js";
import type { palette } from "./palette.js";
import type { settings } from "./settings.js";
import type { setup } from "./setup.js";
import { shell } from "./shell.js";
import { thread } from "./thread.js";

/** A text, or its plural forms by the categories of Intl.PluralRules, chosen by `{count}`. */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;

/** All texts of the interface, by key. Those of the palette, the set-up and the settings arrive with their pages (see `addMessages`). */
export type Catalogue = typeof common & typeof shell & typeof thread & typeof palette & typeof setup & typeof settings & typeof channels;
export type MessageKey = keyof Catalogue;

/** The English texts of the first screens. */
export const english = { ...common, ...shell, ...thread } as const satisfies Record<string, Message>;
