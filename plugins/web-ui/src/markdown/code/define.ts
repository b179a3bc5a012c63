import "../../ui/icon/define.js";
import "../copy/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcCode } from "./oc-code.js";

defineElement("oc-code", OcCode);
