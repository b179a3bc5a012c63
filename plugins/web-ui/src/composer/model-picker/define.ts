import "../../ui/icon/define.js";
import "../../ui/popover/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcModelPicker } from "./oc-model-picker.js";

defineElement("oc-model-picker", OcModelPicker);
