import { setup } from "../i18n/messages/setup.js";
import { addMessages } from "../i18n/t.js";
import { defineElement } from "../ui/define-element.js";
import { addIcons } from "../ui/icon/icons.js";
import { pageIcons } from "../ui/icon/page-icons.js";
import { OcModelForm } from "./oc-model-form.js";

addIcons(pageIcons);
addMessages(setup);
defineElement("oc-model-form", OcModelForm);
