import "./define.js";
import { defineElement } from "../define-element.js";
import { OcConfirm } from "./oc-confirm.js";

defineElement("oc-confirm", OcConfirm);
