import "../ui/icon/define.js";
import { defineElement } from "../ui/define-element.js";
import { OcComposer } from "./oc-composer.js";

defineElement("oc-composer", OcComposer);
