import "../kbd/define.js";
import { defineElement } from "../define-element.js";
import { OcTooltipLayer } from "./oc-tooltip-layer.js";

defineElement("oc-tooltip-layer", OcTooltipLayer);
