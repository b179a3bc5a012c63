import { defineElement } from "../../ui/define-element.js";
import { OcUsage } from "./oc-usage.js";

defineElement("oc-usage", OcUsage);
