import { defineElement } from "../define-element.js";
import { OcPopover } from "./oc-popover.js";

defineElement("oc-popover", OcPopover);
