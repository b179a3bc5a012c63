import "../../composer/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcHomePage } from "./oc-home-page.js";

defineElement("oc-home-page", OcHomePage);
