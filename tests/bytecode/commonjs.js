// commonjs
const fs = require('fs');
exports.read = (name) => fs.readFileSync(name, module.id);
return this;
