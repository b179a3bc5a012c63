import "../../ui/icon/define.js";
import "../copy/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcDiagram } from "./oc-diagram.js";

defineElement("oc-diagram", OcDiagram);
