'use strict';
const { readFile } = require('node:fs/promises');
const { relative, resolve, sep } = require('node:path');
const { fileURLToPath } = require('node:url');

/** What messages call a document that came without a path. */
const UNNAMED = 'asyncapi.yaml';

/**
 * How `loadDocument` reads the text behind a parsed document. Its references may lead to any file, as the parser has
 * already followed them; those of a document from the network lead nowhere.
 */
function describeSource(asyncapi, cwd) {
  const { source = UNNAMED, input } = asyncapi.meta('asyncapi') ?? {};
  const text = typeof input === 'string' ? input : JSON.stringify(input ?? asyncapi.json());
  const isFile = source.startsWith('file:');
  if (!isFile && /^[a-z][a-z+.-]+:\/\//iu.test(source)) {
    const refuse = () =>
      Promise.reject(new Error(`of ${source} no other files are read: have it as a file, with them`));
    return { path: UNNAMED, text, root: null, readFile: refuse };
  }
  const path = relative(cwd, isFile ? fileURLToPath(source) : resolve(cwd, source));
  return {
    path: path.split(sep).join('/'),
    text,
    root: null,
    readFile: (path) => readFile(resolve(cwd, path), 'utf8'),
  };
}

module.exports = { describeSource };
