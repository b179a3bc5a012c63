import "./styles/fonts.js";
import "./styles/global.css";
import "./ui/define.js";
