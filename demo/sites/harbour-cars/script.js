import "../../parts/demo.js";
