import "../icon/define.js";
import { defineElement } from "../define-element.js";
import { OcToasts } from "./oc-toasts.js";

defineElement("oc-toasts", OcToasts);
