import "./styles/fonts.js";
import "./styles/global.css";
import "./app/define.js";
