import "../icon/define.js";
import { defineElement } from "../define-element.js";
import { OcEmpty } from "./oc-empty.js";

defineElement("oc-empty", OcEmpty);
