'use strict';
const { readdir, readFile } = require('node:fs/promises');
const { basename, dirname, join, resolve } = require('node:path');
const { SchemaParser } = require('@sluice/avro');

/**
 * The earlier versions of schemas, for which resolvers are generated: those in folders named `history` beside the schema
 * files of a document, called after what their names have beyond the schema's: `click.v1.avsc` is `v1`.
 */
async function readHistory(document, cwd) {
  const schemas = [...document.files.keys()].filter((path) => /\.(?:avsc|avdl)$/u.test(path));
  const writers = [];
  for (const folder of new Set(schemas.map((path) => join(dirname(path), 'history')))) {
    const entries = await readdir(resolve(cwd, folder)).catch(() => []);
    for (const file of entries.filter((name) => name.endsWith('.avsc')).toSorted(compareNumbers)) {
      const path = join(folder, file);
      const schema = parse(await readFile(resolve(cwd, path), 'utf8'), path);
      writers.push({ name: basename(file, '.avsc').replace(/^[^.]*\./u, ''), schema });
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

/** `v2` before `v10`. */
function compareNumbers(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}

module.exports = { readHistory };
