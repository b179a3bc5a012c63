import "../../ui/dialog/define.js";
import { channels } from "../../i18n/messages/channels.js";
import { settings } from "../../i18n/messages/settings.js";
import { addMessages } from "../../i18n/t.js";
import { defineElement } from "../../ui/define-element.js";
import { addIcons } from "../../ui/icon/icons.js";
import { pageIcons } from "../../ui/icon/page-icons.js";
import { OcBinding } from "./binding/oc-binding.js";
import { OcBindings } from "./binding/oc-bindings.js";
import { OcInviteDialog } from "./binding/oc-invite-dialog.js";
import { OcDeliveries } from "./deliveries/oc-deliveries.js";
import { OcChannelsPage } from "./oc-channels-page.js";
import { OcChatProviders } from "./providers/oc-chat-providers.js";

addIcons(pageIcons);
// The names of roles are among the settings.
addMessages({ ...settings, ...channels });
defineElement("oc-invite-dialog", OcInviteDialog);
defineElement("oc-binding", OcBinding);
defineElement("oc-bindings", OcBindings);
defineElement("oc-deliveries", OcDeliveries);
defineElement("oc-chat-providers", OcChatProviders);
defineElement("oc-channels-page", OcChannelsPage);
