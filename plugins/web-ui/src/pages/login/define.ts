import "../../ui/error/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcLoginPage } from "./oc-login-page.js";

defineElement("oc-login-page", OcLoginPage);
