import "../../ui/icon/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcCopyButton } from "./oc-copy-button.js";

defineElement("oc-copy-button", OcCopyButton);
