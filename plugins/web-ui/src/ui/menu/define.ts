import "../icon/define.js";
import "../kbd/define.js";
import { defineElement } from "../define-element.js";
import { OcMenu } from "./oc-menu.js";

defineElement("oc-menu", OcMenu);
