import "../../models/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcSetupPage } from "./oc-setup-page.js";

defineElement("oc-setup-page", OcSetupPage);
