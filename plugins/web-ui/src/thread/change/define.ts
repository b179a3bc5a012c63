import "../steps/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcChange } from "./oc-change.js";

defineElement("oc-change", OcChange);
