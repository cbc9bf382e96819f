// Files without a package type are told by whether they can be a function body.
const Module = require('module');
for (const name of ['indented_export', 'indented_import', 'line_export', 'text_of_import', 'hashbang']) {
  console.log(name, require(`./fixtures/kinds/${name}.js`).kind);
}
try { require('./fixtures/kinds/wrong.js'); } catch (error) { console.log(error.name, error.message); }
// A program that has put its own _compile in place sees the text.
const original = Module.prototype._compile;
Module.prototype._compile = function (content, filename) {
  return original.call(this, content.replace('"export"', '"replaced"'), filename);
};
delete require.cache[require.resolve('./fixtures/kinds/hashbang.js')];
console.log(require('./fixtures/kinds/hashbang.js').kind);
