import "../icon/define.js";
import { defineElement } from "../define-element.js";
import { OcDialog } from "./oc-dialog.js";

defineElement("oc-dialog", OcDialog);
