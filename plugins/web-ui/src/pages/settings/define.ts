import "../../ui/dialog/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcSettingsAbout } from "./about/oc-settings-about.js";
import { OcSettingsLogins } from "./access/oc-settings-logins.js";
import { OcSettingsTokens } from "./access/oc-settings-tokens.js";
import { OcTokenDialog } from "./access/oc-token-dialog.js";
import { OcSettingsAppearance } from "./appearance/oc-settings-appearance.js";
import { OcSettingsModels } from "./models/oc-settings-models.js";
import { OcSettingsPage } from "./oc-settings-page.js";

defineElement("oc-settings-models", OcSettingsModels);
defineElement("oc-settings-appearance", OcSettingsAppearance);
defineElement("oc-settings-logins", OcSettingsLogins);
defineElement("oc-settings-tokens", OcSettingsTokens);
defineElement("oc-token-dialog", OcTokenDialog);
defineElement("oc-settings-about", OcSettingsAbout);
defineElement("oc-settings-page", OcSettingsPage);
