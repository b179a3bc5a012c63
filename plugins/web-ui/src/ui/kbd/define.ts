import { defineElement } from "../define-element.js";
import { OcKbd } from "./oc-kbd.js";

defineElement("oc-kbd", OcKbd);
