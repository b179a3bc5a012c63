import { defineElement } from "../define-element.js";
import { OcSkeleton } from "./oc-skeleton.js";

defineElement("oc-skeleton", OcSkeleton);
