import "../ui/icon/define.js";
import "../ui/menu/define.js";
import "./model-picker/define.js";
import { defineElement } from "../ui/define-element.js";
import { OcComposer } from "./oc-composer.js";

defineElement("oc-composer", OcComposer);
