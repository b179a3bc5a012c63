import { defineElement } from "../../ui/define-element.js";
import { OcBanner } from "./oc-banner.js";

defineElement("oc-banner", OcBanner);
