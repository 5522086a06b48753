'use strict';
const { readdir, readFile } = require('node:fs/promises');
const { dirname, join, resolve } = require('node:path');
const { SchemaParser } = require('@sluice/avro');
const { listHistory } = require('@sluice/codegen');

/**
 * The earlier versions of schemas, for which resolvers are generated: those in folders named `history` beside the schema
 * files of a document.
 */
async function readHistory(document, cwd) {
  const schemas = [...document.files.keys()].filter((path) => /\.(?:avsc|avdl)$/u.test(path));
  const writers = [];
  for (const folder of new Set(schemas.map((path) => join(dirname(path), 'history')))) {
    const entries = await readdir(resolve(cwd, folder)).catch(() => []);
    for (const { file, name } of listHistory(entries)) {
      const path = join(folder, file);
      writers.push({ name, schema: parse(await readFile(resolve(cwd, path), 'utf8'), path) });
    }
  }
  return writers;
}

function parse(text, path) {
  try {
    return new SchemaParser().parse(text, path);
  } catch (error) {
    throw new Error(`nothing is generated:\n${path}: ${error.message}`, { cause: error });
  }
}

module.exports = { readHistory };
