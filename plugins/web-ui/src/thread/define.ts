import "./page/define.js";
