import { defineElement } from "../../ui/define-element.js";
import { OcMath } from "./oc-math.js";

defineElement("oc-math", OcMath);
