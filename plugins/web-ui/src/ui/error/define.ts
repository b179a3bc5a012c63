import "../icon/define.js";
import { defineElement } from "../define-element.js";
import { OcError } from "./oc-error.js";

defineElement("oc-error", OcError);
