import { defineElement } from "../define-element.js";
import { OcIcon } from "./oc-icon.js";

defineElement("oc-icon", OcIcon);
