import { defineElement } from "../ui/define-element.js";
import { OcModelForm } from "./oc-model-form.js";

defineElement("oc-model-form", OcModelForm);
