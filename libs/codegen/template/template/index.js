'use strict';
const { takeFiles } = require('../src/prepare-files.js');

/** By its name the generator knows a file. (React itself is not needed: these are elements as JSX would make them.) */
function File({ children }) {
  return children;
}

/** Everything `generate:before` has prepared for the document. */
module.exports = function renderFiles({ asyncapi }) {
  return takeFiles(asyncapi).map(({ path, text }) => ({ type: File, props: { name: path, children: text } }));
};
