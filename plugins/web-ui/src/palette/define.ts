import { palette } from "../i18n/messages/palette.js";
import { settings } from "../i18n/messages/settings.js";
import { setup } from "../i18n/messages/setup.js";
import { addMessages } from "../i18n/t.js";
import { defineElement } from "../ui/define-element.js";
import { addIcons } from "../ui/icon/icons.js";
import { pageIcons } from "../ui/icon/page-icons.js";
import { OcPalette } from "./oc-palette.js";

addIcons(pageIcons);
addMessages({ ...setup, ...settings, ...palette });
defineElement("oc-palette", OcPalette);
