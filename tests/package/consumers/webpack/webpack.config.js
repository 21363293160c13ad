export default { entry: "./main.js", mode: "production", performance: { hints: false } };
