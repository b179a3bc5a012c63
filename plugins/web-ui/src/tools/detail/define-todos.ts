import "../../ui/icon/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcTodoList } from "./oc-todo-list.js";

defineElement("oc-todo-list", OcTodoList);
