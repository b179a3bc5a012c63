import { defineElement } from "../ui/define-element.js";
import { OcPalette } from "./oc-palette.js";

defineElement("oc-palette", OcPalette);
