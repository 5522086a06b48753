'use strict';
const { relative, sep } = require('node:path');
const { quoteWord, readLongRules } = require('@sluice/codegen');
const { name: TEMPLATE } = require('../package.json');

/** Parameters with a fixed set of values, in the order that a command has them in. */
const CHOICES = {
  client: ['platformatic', 'kafkajs', 'confluent'],
  importExtension: ['ts', 'js', 'none'],
  lang: ['ts', 'python', 'go'],
  logicalTypes: ['none', 'text', 'date'],
  standalone: ['true', 'false'],
};
/** Parameters of TypeScript alone. */
const OF_TYPESCRIPT = ['client', 'importExtension', 'standalone'];

/** What `generateModel` takes, from the template's parameters: those of `sluice generate` by the same names. */
function readOptions(parameters, place) {
  for (const [name, values] of Object.entries(CHOICES)) {
    const value = parameters[name];
    if (value !== undefined && !values.includes(String(value))) refuse(name, value, `expected ${values.join(', ')}`);
  }
  const { lang = 'ts', client, importExtension, logicalTypes, long, standalone, command } = parameters;
  const foreign = OF_TYPESCRIPT.find((name) => lang !== 'ts' && parameters[name] !== undefined);
  if (foreign !== undefined) refuse(foreign, parameters[foreign], 'it is for lang=ts');
  return {
    language: lang,
    header: command === undefined ? formatCommand(parameters, place) : readCommand(command),
    ...(client === undefined ? {} : { client }),
    ...(lang === 'ts' ? { importExtension: importExtension ?? 'ts' } : {}),
    ...(long === undefined
      ? {}
      : { long: readLongRules(String(long).split(','), (_, why) => refuse('long', long, why)) }),
    ...(logicalTypes === undefined ? {} : { logicalTypes }),
    ...(String(standalone) === 'true' ? { standalone: require('@sluice/codegen/standalone').standaloneRuntime } : {}),
  };
}

/** It stands in a comment of each language. */
function readCommand(text) {
  if (/[\p{Cc}\u2028\u2029`]|\*\//u.test(text)) refuse('command', text, 'one line without backquotes');
  return text;
}

/** The command that renders this, its paths as seen from the working folder. */
function formatCommand(parameters, { document, targetDir, cwd }) {
  const out = relative(cwd, targetDir).split(sep).join('/') || '.';
  const given = [...Object.keys(CHOICES), 'long'].filter(
    (name) => parameters[name] !== undefined && !(name === 'lang' && parameters[name] === 'ts'),
  );
  const flags = given.flatMap((name) => ['--param', `${name}=${parameters[name]}`]);
  const words = [document, TEMPLATE, '--output', out, ...flags].map(quoteWord);
  return ['asyncapi generate fromTemplate', ...words].join(' ');
}

function refuse(name, value, why) {
  throw new Error(`parameter ${name}=${value}: ${why}`);
}

module.exports = { readOptions };
